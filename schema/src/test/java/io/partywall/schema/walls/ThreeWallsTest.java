package io.partywall.schema.walls;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every table in every situation, as it stands in production. */
class ThreeWallsTest {

    private static Ground ground;

    @BeforeAll
    static void open() throws SQLException {
        ground = Ground.open(Walls.ALL);
    }

    @AfterAll
    static void close() {
        ground.close();
    }

    @TestFactory
    Stream<DynamicTest> everyTableShowsATenantItsOwnRowsAndLetsItChangeNoOthers() {
        return Check.tests(new Matrix(Walls.ALL, ground).checks());
    }
}
