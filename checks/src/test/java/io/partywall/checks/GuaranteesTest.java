package io.partywall.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/guarantees.md} names every promise with a test that is there and the sabotage that turns it red. */
class GuaranteesTest {

    private static final Pattern PROMISE = Pattern.compile("(?m)^### ([A-Z]{3}-\\d{2}) (\\S.*)\\n((?:- .*\\n?)+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^### .*");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+)#([A-Za-z]+)`");
    private static final String PAGE = Repository.text(Repository.ROOT.resolve("docs/guarantees.md"));
    private static final List<MatchResult> PROMISES = PROMISE.matcher(PAGE).results().toList();

    @Test
    void everyPromiseCanBeRead() {
        assertThat(PROMISES).hasSizeGreaterThan(15).hasSameSizeAs(HEADING.matcher(PAGE).results().toList());
        assertThat(PROMISES).extracting(promise -> promise.group(1)).doesNotHaveDuplicates();
    }

    @Test
    void everyPromiseHasItsSabotageAndItsLimit() {
        assertThat(PROMISES).allSatisfy(promise -> assertThat(promise.group(3))
                .as(promise.group(1))
                .containsPattern("(?m)^- \\*\\*Sabotage:\\*\\* \\S.{10,}")
                .containsPattern("(?m)^- \\*\\*Limit:\\*\\* \\S.+"));
    }

    @Test
    void everyPromiseHasATestThatIsThere() {
        Map<String, List<Path>> sources = Repository.javaSources().stream()
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        List<String> missing = new ArrayList<>();
        for (MatchResult promise : PROMISES) {
            List<MatchResult> tests = TEST.matcher(promise.group(3)).results().toList();
            if (tests.isEmpty()) {
                missing.add(promise.group(1) + " names no test");
            }
            for (MatchResult test : tests) {
                boolean found = sources.getOrDefault(test.group(1) + ".java", List.of()).stream()
                        .anyMatch(file -> isTest(Repository.text(file), test.group(2)));
                if (!found) {
                    missing.add(promise.group(1) + ": there is no test " + test.group(1) + "#" + test.group(2));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** A method of that name below an annotation that makes it a test, and not switched off. */
    private static boolean isTest(String source, String method) {
        return Pattern.compile("@(?:Test|ParameterizedTest|TestFactory|RepeatedTest)\\b(?:(?!\\n    }\\n)[\\s\\S])*?\\b" + method
                        + "\\(")
                .matcher(source)
                .find()
                && !source.contains("@Disabled");
    }
}
