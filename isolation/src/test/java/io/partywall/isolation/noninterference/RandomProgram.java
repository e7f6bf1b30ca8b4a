package io.partywall.isolation.noninterference;

import io.partywall.isolation.noninterference.Program.Step;
import io.partywall.isolation.noninterference.Program.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Random programs for a schema. */
final class RandomProgram {

    /** Above the threshold from which on the driver prepares a statement on the server. */
    private static final int EXECUTIONS = 7;

    private final RandomSchema schema;
    private final Draw draw;
    private final Walls walls;
    private final RandomQueries queries;
    private final RandomWrites writes;

    private RandomProgram(RandomSchema schema, Draw draw, Walls walls, boolean newest) {
        this.schema = schema;
        this.draw = draw;
        this.walls = walls;
        Vocabulary words = new Vocabulary(schema, draw);
        queries = new RandomQueries(words);
        writes = new RandomWrites(words, newest, walls == Walls.FIRST_ALONE);
    }

    static Program of(RandomSchema schema, Draw draw, Walls walls, boolean newest) {
        return new RandomProgram(schema, draw, walls, newest).program();
    }

    private Program program() {
        String begin = draw.chance(25) ? Program.AUTO_COMMIT : draw.pick(Program.LEVELS);
        List<Step> steps = new ArrayList<>();
        if (!begin.equals(Program.AUTO_COMMIT) && draw.chance(50)) {
            steps.add(new Step(
                    Way.CONTROL,
                    Sql.of(
                            "set local {}",
                            draw.any(
                                    "enable_hashjoin = off",
                                    "enable_nestloop = off",
                                    "enable_seqscan = off",
                                    "enable_hashagg = off",
                                    "enable_material = off",
                                    "plan_cache_mode = force_generic_plan",
                                    "join_collapse_limit = 1"))));
        }
        int count = draw.between(4, 9);
        for (int i = 0; i < count; i++) {
            steps.add(step());
        }
        if (!begin.equals(Program.AUTO_COMMIT) && draw.chance(25)) {
            int from = draw.below(steps.size());
            steps.add(from, new Step(Way.CONTROL, Sql.of("savepoint s")));
            steps.add(
                    draw.between(from + 1, steps.size()),
                    new Step(Way.CONTROL, Sql.of(draw.any("rollback to savepoint s", "release savepoint s"))));
        }
        boolean commits = begin.equals(Program.AUTO_COMMIT) || draw.chance(60);
        if (!commits) {
            // What it has done shows to itself alone.
            Way way = walls == Walls.FIRST_ALONE ? Way.JOOQ : Way.PLAIN;
            schema.storedTables()
                    .forEach(table -> steps.add(new Step(way, Sql.of("select * from shop.{}", table.name()))));
        }
        return new Program(begin, commits, steps);
    }

    private Step step() {
        if (walls == Walls.FIRST_ALONE) {
            return throughJooq();
        }
        if (draw.chance(12)) {
            boolean writing = draw.chance(40);
            Way way = draw.pick(
                    writing ? List.of(Way.PREPARED, Way.REUSED, Way.BATCH) : List.of(Way.PREPARED, Way.REUSED));
            Sql sql = writing ? writes.parametric() : queries.parametric();
            int parameters = writing ? 2 : 1;
            return new Step(
                    way,
                    sql,
                    IntStream.range(0, EXECUTIONS)
                            .mapToObj(i -> integers(parameters))
                            .toList());
        }
        Sql sql = draw.chance(55) ? queries.query() : writes.write();
        if (walls == Walls.ALL && draw.chance(25) && ThroughJooq.parses(sql.toString())) {
            return new Step(Way.JOOQ, sql);
        }
        String text = sql.toString();
        if (text.startsWith("insert") && !text.contains("returning") && draw.chance(20)) {
            return new Step(Way.GENERATED_KEYS, sql);
        }
        return new Step(draw.chance(10) && text.startsWith("select") ? Way.CURSOR : Way.PLAIN, sql);
    }

    private Step throughJooq() {
        while (true) {
            Sql sql = draw.chance(55) ? queries.query() : writes.write();
            if (ThroughJooq.parses(sql.toString())) {
                return new Step(Way.JOOQ, sql);
            }
        }
    }

    private List<Integer> integers(int count) {
        return IntStream.range(0, count).mapToObj(i -> draw.below(12)).toList();
    }
}
