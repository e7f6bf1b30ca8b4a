package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.schema.walls.Ground.Observation;
import io.partywall.schema.walls.Outcome.Wrote;
import io.partywall.schema.walls.Relation.Kind;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every relation, operation, way and situation, crossed. */
final class Matrix {

    private final Walls walls;
    private final Ground ground;
    private final Expectation expectation;

    Matrix(Walls walls, Ground ground) {
        this.walls = walls;
        this.ground = ground;
        this.expectation = new Expectation(walls, ground);
    }

    Stream<Check> checks() {
        return checks(Operation.values());
    }

    Stream<Check> checks(Operation... operations) {
        return ground.catalogue().relations().stream()
                .flatMap(relation -> trials(relation, operations))
                .map(trial -> new Check(trial.relation(), trial.toString(), () -> check(trial)));
    }

    private Stream<Trial> trials(Relation relation, Operation... operations) {
        return Arrays.stream(operations)
                .filter(operation -> relation.kind() != Kind.VIEW || operation == Operation.SELECT)
                .flatMap(operation -> walls.ways().stream()
                        .flatMap(way -> walls.situations().stream()
                                .filter(situation -> way == Way.RAW_SQL || situation.isReachableByJooq())
                                .map(situation -> new Trial(relation, operation, way, situation))));
    }

    private void check(Trial trial) throws SQLException {
        Outcome expected = expectation.of(trial);
        assertThat(ground.observe(trial, writing(trial, expected)))
                .as(trial.toString())
                .isEqualTo(new Observation(expected, true));
    }

    private static @Nullable Tenant writing(Trial trial, Outcome expected) {
        return expected instanceof Wrote(int rows) && rows > 0
                ? trial.situation().claimed()
                : null;
    }
}
