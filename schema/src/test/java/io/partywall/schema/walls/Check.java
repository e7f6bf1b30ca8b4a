package io.partywall.schema.walls;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Something to find out about one relation, which fails with an {@link AssertionError}. */
record Check(Relation relation, String name, Executable body) {

    static Stream<DynamicTest> tests(Stream<Check> checks) {
        return checks.map(check -> DynamicTest.dynamicTest(check.name(), check.body()));
    }

    /** The name, if the check fails. */
    Optional<String> failure() {
        try {
            body.execute();
            return Optional.empty();
        } catch (AssertionError failed) {
            return Optional.of(name);
        } catch (Throwable broken) {
            throw new IllegalStateException(name, broken);
        }
    }
}
