package io.partywall.isolation.noninterference;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs random programs of one seed until one of them tells that B has rows. */
final class Search {

    static final long SEED = Long.getLong("noninterference.seed", 20_240_229);
    static final int SCHEMAS = Integer.getInteger("noninterference.schemas", 6);
    static final int PROGRAMS = Integer.getInteger("noninterference.programs", 40);

    private Search() {}

    /** @param kept which of the rows there are */
    static Optional<Shrinking.Found> difference(
            TwinDatabases twins,
            RandomSchema schema,
            List<String> takenAway,
            Walls walls,
            long seed,
            UnaryOperator<List<Row>> kept)
            throws SQLException {
        Draw draw = new Draw(~seed);
        List<Row> rows = kept.apply(RandomRows.of(schema, draw));
        twins.build(schema, takenAway);
        twins.fill(rows);
        if (draw.chance(50)) {
            twins.analyze();
        }
        for (int i = 0; i < PROGRAMS; i++) {
            Program program = RandomProgram.of(schema, draw, walls, twins.newest);
            Optional<String> difference = twins.difference(program);
            if (difference.isPresent()) {
                return Optional.of(Shrinking.smallest(twins, new Shrinking.Found(program, rows, difference.get())));
            }
        }
        return Optional.empty();
    }
}
