package io.partywall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://u:p@h:6432/d | postgresql://u:p@h:6432/d | jdbc:postgresql://h:6432/d?user=u&password=p",
                "postgres://u:p@h/d | postgresql://u:p@h:5432/d | jdbc:postgresql://h:5432/d?user=u&password=p",
                "postgresql://u@h/d | postgresql://u@h:5432/d | jdbc:postgresql://h:5432/d?user=u",
                "postgresql://u@h | postgresql://u@h:5432/u | jdbc:postgresql://h:5432/u?user=u",
                "postgresql:///d | postgresql://localhost:5432/d | jdbc:postgresql://localhost:5432/d",
                "postgresql://u:p@[::1]:1/d | postgresql://u:p@[::1]:1/d |"
                        + " jdbc:postgresql://[::1]:1/d?user=u&password=p",
                "jdbc:postgresql://h/d?user=u&password=p | postgresql://u:p@h:5432/d |"
                        + " jdbc:postgresql://h:5432/d?user=u&password=p",
                "postgresql://u:a%40b%2Fc%3A%25+%20%C3%A9@h/d%20e |"
                        + " postgresql://u:a%40b%2Fc%3A%25%2B%20%C3%A9@h:5432/d%20e |"
                        + " jdbc:postgresql://h:5432/d%20e?user=u&password=a%40b%2Fc%3A%25%2B%20%C3%A9",
                "postgresql://h/d?sslmode=require&application_name=bi%26co"
                        + " | postgresql://h:5432/d?sslmode=require&application_name=bi%26co"
                        + " | jdbc:postgresql://h:5432/d?sslmode=require&ApplicationName=bi%26co",
                "jdbc:postgresql://h/d?connectTimeout=5&prepareThreshold=0"
                        + " | postgresql://h:5432/d?connect_timeout=5"
                        + " | jdbc:postgresql://h:5432/d?connectTimeout=5&prepareThreshold=0",
            })
    void bothFormsAreReadAndPrinted(String text, String libpq, String jdbc) {
        DatabaseUrl url = DatabaseUrl.parse(text);

        assertThat(url.toLibpq()).isEqualTo(libpq);
        assertThat(url.toJdbc()).isEqualTo(jdbc);
        assertThat(DatabaseUrl.parse(jdbc)).isEqualTo(url);
    }

    @Test
    void aPlusIsItselfForLibpqAndASpaceForPgjdbc() {
        assertThat(DatabaseUrl.parse("postgresql://u:a+b@h/d").password()).isEqualTo("a+b");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://h/d?user=u&password=a+b")
                        .password())
                .isEqualTo("a b");
    }

    @Test
    void thePasswordIsNotInTheText() {
        assertThat(DatabaseUrl.parse("postgresql://u:secret@h/d"))
                .hasToString("postgresql://u:***@h:5432/d")
                .extracting(DatabaseUrl::target)
                .isEqualTo("h:5432/d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:secret@h/d",
                "postgresql://h",
                "postgresql://u:secret@h:0/d",
                "postgresql://u:secret@h:65536/d",
                "postgresql://u:secret@h:port/d",
                "postgresql://u:secret@::1/d",
                "postgresql://u:secret@[::1/d",
                "postgresql://u:secret@h1,h2/d",
                "postgresql://u:secret@%2Fvar%2Frun/d",
                "postgresql://u:secret@h/d?host=other",
                "postgresql://u:secret%2@h/d",
                "postgresql://u:secret%zz@h/d",
                "postgresql://u:secret%ff@h/d",
            })
    void whatNeitherDriverCouldUseIsRefusedInOneLineWithoutThePassword(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("cannot read the database URL: ")
                .message()
                .hasLineCount(1)
                .doesNotContain("secret");
    }
}
