package io.partywall.isolation.noninterference;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a tenant gets does not depend on whether others have rows: of random programs on random tables, with all walls
 * and with each of them alone. {@code -Dnoninterference.seed=…} begins with another seed,
 * {@code -Dnoninterference.schemas=…} tries more of them.
 */
class NoninterferencePropertyTest {

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
    void noProgramOfATenantTellsWhetherOthersHaveRows(Walls walls) throws SQLException {
        int schemas = walls == Walls.ALL ? Search.SCHEMAS : (Search.SCHEMAS + 2) / 3;
        long first = Search.SEED + walls.seeds;
        twins.tally.clear();
        for (long seed = first; seed < first + schemas; seed++) {
            RandomSchema schema = new RandomSchema(new Draw(seed));
            List<String> takenAway = walls.takenAway(schema);
            Optional<Shrinking.Found> found =
                    Search.difference(twins, schema, takenAway, walls, seed, UnaryOperator.identity());
            assertThat(found.map(difference -> Reproduction.of(schema, takenAway, difference)))
                    .as("the seed %d with walls %s", seed, walls)
                    .isEmpty();
        }
        System.out.printf("from the seed %d on, with walls %s: %s%n", first, walls, twins.tally);
        int all = twins.tally.values().stream().mapToInt(Integer::intValue).sum();
        int seenOrChanged = twins.tally.getOrDefault("rows", 0) + twins.tally.getOrDefault("changed", 0);
        assertThat(seenOrChanged).as("programs do something: %s", twins.tally).isGreaterThan(all / 3);
    }
}
