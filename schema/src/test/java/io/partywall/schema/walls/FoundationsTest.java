package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls stand on keys, triggers, FORCE and privileges, table by table. */
class FoundationsTest {

    private static TestDatabase database;
    private static Foundations foundations;

    @BeforeAll
    static void open() throws SQLException {
        database = Template.copy();
        foundations = new Foundations(database);
    }

    @AfterAll
    static void close() throws SQLException {
        foundations.close();
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> everyTableStandsOnThem() {
        return Check.tests(foundations.checks());
    }

    @Test
    void theLibraryFindsNothingUnprotected() {
        assertThat(database.query("select relation || ': ' || problem from isolation.unprotected()"))
                .isEmpty();
    }
}
