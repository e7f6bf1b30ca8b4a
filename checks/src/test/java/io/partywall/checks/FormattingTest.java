package io.partywall.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every source is formatted by palantir-java-format. It runs here, on the JDK of the tests, because the formatter reads Java
 * with the compiler of the JDK that it runs on, and Maven may run on an older one. {@code -Dformat=apply} formats instead.
 */
class FormattingTest {

    @Test
    void everySourceIsFormatted() throws IOException, FormatterException {
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        boolean apply = "apply".equals(System.getProperty("format"));
        List<Path> unformatted = new ArrayList<>();
        for (Path file : Repository.javaSources()) {
            String text = Repository.text(file);
            String formatted = formatter.formatSourceAndFixImports(text);
            if (!formatted.equals(text)) {
                if (apply) {
                    Files.writeString(file, formatted);
                } else {
                    unformatted.add(Repository.ROOT.relativize(file));
                }
            }
        }
        assertThat(unformatted)
                .as("to format: mvn -q test -pl checks -am -Dtest=FormattingTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dformat=apply")
                .isEmpty();
    }
}
