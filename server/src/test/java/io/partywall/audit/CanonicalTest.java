package io.partywall.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {}",
                "[ ] | []",
                "{\"b\": [1, {\"d\": null, \"c\": true}], \"a\": \"x\"} |"
                        + " {\"a\":\"x\",\"b\":[1,{\"c\":true,\"d\":null}]}",
                "[1.50, 0.00001, 100000000000000000000000000000.1, -0, 1e3] |"
                        + " [1.50,0.00001,100000000000000000000000000000.1,0,1000]",
                "\"\\u00e9\\u20ac\\/\" | \"é€/\"",
                "\"\\u0007\\n\\\"\\\\\" | \"\\u0007\\n\\\"\\\\\"",
                // RFC 8785, 3.2.3: by UTF-16 units, so that the emoji's surrogates go before the ligature.
                "{\"\\ufb33\": 1, \"\\ud83d\\ude00\": 2, \"\\u20ac\": 3, \"1\": 4} |"
                        + " {\"1\":4,\"€\":3,\"😀\":2,\"\ufb33\":1}",
            })
    void aValueHasOneSpelling(String text, String canonical) {
        assertThat(Canonical.json(text)).isEqualTo(canonical);
        assertThat(Canonical.json(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "nul", "[1,]"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Canonical.json(text));
    }

    @Test
    void timesHaveMicroseconds() {
        assertThat(Canonical.time(java.time.Instant.parse("2026-11-20T21:00:00Z")))
                .isEqualTo("2026-11-20T21:00:00.000000Z");
    }
}
