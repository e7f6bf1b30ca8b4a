package io.partywall.isolation.noninterference;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As many random programs find each hole that is made in the walls, and show it in three statements or fewer. */
class NoninterferenceCanFailTest {

    @SuppressWarnings("NullAway.Init") // opened before all tests
    private static TwinDatabases twins;

    @BeforeAll
    static void open() throws SQLException {
        twins = new TwinDatabases();
    }

    @AfterAll
    static void close() throws SQLException {
        twins.close();
    }

    @ParameterizedTest
    @EnumSource
    void aHoleIsFoundAndShownInThreeStatementsOrFewer(Sabotage sabotage) throws SQLException {
        int left = Search.SCHEMAS;
        for (long seed = Search.SEED; left > 0; seed++) {
            RandomSchema schema = new RandomSchema(new Draw(seed));
            Optional<List<String>> hole = sabotage.in(schema);
            if (hole.isEmpty()) {
                continue;
            }
            left--;
            Optional<Shrinking.Found> found =
                    Search.difference(twins, schema, hole.get(), Walls.ALL, seed, sabotage::kept);
            if (found.isPresent()) {
                String reproduction = Reproduction.of(schema, hole.get(), found.get());
                System.out.println(sabotage + " shows as\n" + reproduction);
                assertThat(found.get().program().steps()).as(reproduction).hasSizeLessThanOrEqualTo(3);
                return;
            }
        }
        throw new AssertionError(sabotage + " shows in no program");
    }
}
