package io.partywall.schema.walls;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each wall with the other two taken away, and with every grant there is. */
class EachWallAloneTest {

    private final List<Ground> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Ground::close);
    }

    @TestFactory
    Stream<DynamicTest> scopingAloneKeepsTenantsApart() throws SQLException {
        return alone(Walls.FIRST_ALONE);
    }

    @TestFactory
    Stream<DynamicTest> policiesAloneKeepTenantsApart() throws SQLException {
        return alone(Walls.SECOND_ALONE);
    }

    @TestFactory
    Stream<DynamicTest> theSignedFloorAloneKeepsTenantsApart() throws SQLException {
        return alone(Walls.THIRD_ALONE);
    }

    private Stream<DynamicTest> alone(Walls walls) throws SQLException {
        Ground ground = Ground.open(walls);
        opened.add(ground);
        return Check.tests(new Matrix(walls, ground).checks());
    }
}
