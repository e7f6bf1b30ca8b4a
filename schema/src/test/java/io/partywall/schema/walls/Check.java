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

    /** A check that failed, and why. */
    record Failure(String check, String reason) {}

    Optional<Failure> failure() {
        try {
            body.execute();
            return Optional.empty();
        } catch (AssertionError failed) {
            return Optional.of(new Failure(name, String.valueOf(failed.getMessage())));
        } catch (Throwable broken) {
            throw new IllegalStateException(name, broken);
        }
    }
}
