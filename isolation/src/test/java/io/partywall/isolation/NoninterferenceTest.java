package io.partywall.isolation;

import static io.partywall.isolation.Tables.DEPARTMENTS;
import static io.partywall.isolation.Tables.EVENTS;
import static io.partywall.isolation.Tables.KPIS;
import static io.partywall.isolation.Tables.KPI_OVERVIEW;
import static io.partywall.isolation.Tables.READINGS;
import static io.partywall.isolation.Tables.SLUGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.multisetAgg;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JoinType;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A tenant's scope answers every query as a database would that never held another tenant: the same queries run, unscoped,
 * on such a database. The shapes are products of sources, joins, conditions and ways to ask.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoninterferenceTest {

    private static final Field<Integer> LEFT_ID = field(name("l", "id"), Integer.class);
    private static final Field<Integer> RIGHT_ID = field(name("r", "id"), Integer.class);

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @SuppressWarnings("NullAway.Init") // connected before all tests
    private Connection alone;

    @BeforeAll
    void connect() throws SQLException {
        alone = ScopedDatabase.connectToDatabaseOfAAlone();
        alone.setSchema("app");
    }

    @AfterAll
    void disconnect() throws SQLException {
        alone.close();
    }

    @TestFactory
    List<DynamicTest> aScopeAnswersAsADatabaseOfItsOwn() {
        List<DynamicTest> tests = new ArrayList<>();
        shapes().forEach((title, shape) -> tests.add(DynamicTest.dynamicTest(title, () -> assertSame(shape))));
        assertThat(tests).hasSizeGreaterThan(300);
        return tests;
    }

    private void assertSame(Function<DSLContext, ResultQuery<?>> shape) {
        assertThat(rows(shape.apply(database.sql()))).isEqualTo(rows(shape.apply(ScopedDatabase.alone(alone))));
    }

    private static List<String> rows(ResultQuery<?> query) {
        return query.fetch().map(row -> row.intoList().toString()).stream()
                .sorted()
                .toList();
    }

    private static Map<String, Function<DSLContext, ResultQuery<?>>> shapes() {
        Map<String, Function<DSLContext, ResultQuery<?>>> shapes = new LinkedHashMap<>();
        sources()
                .forEach((left, l) -> sources().forEach((right, r) -> {
                    for (JoinType type : joins()) {
                        shapes.put(
                                left + " " + type + " " + right,
                                sql -> sql.select().from(join(l, r, type)));
                    }
                    conditions(r)
                            .forEach((which, condition) -> shapes.put(
                                    left + " where " + which + " " + right,
                                    sql -> sql.select().from(l.as("l")).where(condition)));
                }));
        wholes().forEach(shapes::put);
        return shapes;
    }

    private static Map<String, Table<?>> sources() {
        Map<String, Table<?>> sources = new LinkedHashMap<>();
        sources.put("table", KPIS);
        sources.put("other table", DEPARTMENTS);
        sources.put("table by name", table(name("app", "kpis")));
        sources.put("table by bare name", table(name("slugs")));
        sources.put("view", KPI_OVERVIEW);
        sources.put(
                "partitioned",
                select(field(name("kpi_id")).as("id")).from(READINGS).asTable("p"));
        sources.put("derived table", selectFrom(KPIS).where(KPIS.ID.gt(2)).asTable("d"));
        sources.put(
                "union",
                select(KPIS.ID)
                        .from(KPIS)
                        .unionAll(select(SLUGS.ID).from(SLUGS))
                        .asTable("u"));
        return sources;
    }

    private static List<JoinType> joins() {
        return List.of(
                JoinType.JOIN,
                JoinType.LEFT_OUTER_JOIN,
                JoinType.RIGHT_OUTER_JOIN,
                JoinType.FULL_OUTER_JOIN,
                JoinType.LEFT_SEMI_JOIN,
                JoinType.LEFT_ANTI_JOIN);
    }

    private static Table<?> join(Table<?> left, Table<?> right, JoinType type) {
        return left.as("l").join(right.as("r"), type).on(LEFT_ID.eq(RIGHT_ID));
    }

    private static Map<String, Condition> conditions(Table<?> right) {
        Select<?> same = select(RIGHT_ID).from(right.as("r")).where(RIGHT_ID.eq(LEFT_ID));
        return Map.of(
                "exists", exists(same),
                "not exists", not(exists(same)),
                "in", LEFT_ID.in(select(RIGHT_ID).from(right.as("r"))),
                "below the greatest of", LEFT_ID.lt(select(max(RIGHT_ID)).from(right.as("r"))),
                "fewer than all of", LEFT_ID.lt(selectCount().from(right.as("r"))));
    }

    private static Map<String, Function<DSLContext, ResultQuery<?>>> wholes() {
        Map<String, Function<DSLContext, ResultQuery<?>>> wholes = new LinkedHashMap<>();
        wholes.put(
                "path join",
                sql -> sql.select(KPIS.NAME, KPIS.department().NAME).from(KPIS));
        wholes.put("path join of an alias", sql -> {
            Tables.Kpis k = KPIS.as("k");
            return sql.select(k.NAME, k.department().NAME)
                    .from(k)
                    .where(k.department().ID.gt(1));
        });
        wholes.put(
                "grouping",
                sql -> sql.select(KPIS.DEPARTMENT_ID, sum(KPIS.VALUE), count())
                        .from(KPIS)
                        .groupBy(DSL.rollup(KPIS.DEPARTMENT_ID))
                        .having(count().gt(0)));
        wholes.put(
                "windows",
                sql -> sql.select(
                                KPIS.ID,
                                rowNumber().over(orderBy(KPIS.VALUE.desc())),
                                sum(KPIS.VALUE).over().partitionBy(KPIS.DEPARTMENT_ID))
                        .from(KPIS));
        wholes.put(
                "distinct on",
                sql -> sql.select(KPIS.DEPARTMENT_ID, KPIS.NAME)
                        .distinctOn(KPIS.DEPARTMENT_ID)
                        .from(KPIS)
                        .orderBy(KPIS.DEPARTMENT_ID, KPIS.NAME));
        wholes.put(
                "paging",
                sql -> sql.selectFrom(KPIS).orderBy(KPIS.VALUE).limit(2).offset(1));
        wholes.put(
                "seek",
                sql -> sql.selectFrom(KPIS)
                        .orderBy(KPIS.VALUE, KPIS.ID)
                        .seek(BigDecimal.TWO, 2)
                        .limit(2));
        wholes.put(
                "with ties",
                sql -> sql.selectFrom(READINGS)
                        .orderBy(field(name("day")))
                        .limit(1)
                        .withTies());
        wholes.put(
                "multiset",
                sql -> sql.select(
                                DEPARTMENTS.NAME,
                                multiset(select(KPIS.NAME, row(KPIS.ID, KPIS.VALUE))
                                        .from(KPIS)
                                        .where(KPIS.DEPARTMENT_ID.eq(DEPARTMENTS.ID))
                                        .orderBy(KPIS.ID)))
                        .from(DEPARTMENTS));
        wholes.put(
                "multisetAgg",
                sql -> sql.select(DEPARTMENTS.ID, multisetAgg(KPIS.NAME, KPIS.VALUE))
                        .from(DEPARTMENTS)
                        .leftJoin(KPIS)
                        .on(KPIS.DEPARTMENT_ID.eq(DEPARTMENTS.ID))
                        .groupBy(DEPARTMENTS.ID));
        wholes.put("recursion", NoninterferenceTest::tree);
        wholes.put(
                "set operations",
                sql -> sql.select(KPIS.ID)
                        .from(KPIS)
                        .union(select(SLUGS.ID).from(SLUGS))
                        .intersect(select(DEPARTMENTS.ID).from(DEPARTMENTS)));
        wholes.put(
                "lateral",
                sql -> sql.select()
                        .from(DEPARTMENTS)
                        .leftJoin(lateral(select(max(KPIS.VALUE).as("most"))
                                .from(KPIS)
                                .where(KPIS.DEPARTMENT_ID.eq(DEPARTMENTS.ID))))
                        .on(trueCondition()));
        wholes.put("natural", sql -> sql.select().from(KPIS).naturalFullOuterJoin(KPI_OVERVIEW));
        wholes.put("cross with events", sql -> sql.select().from(EVENTS, KPIS).where(KPIS.ID.eq(1)));
        wholes.put("rows", sql -> sql.select(KPIS, row(KPIS.ID, KPIS.NAME)).from(KPIS));
        return wholes;
    }

    private static ResultQuery<? extends Record> tree(DSLContext sql) {
        var tree = name("tree")
                .fields("id", "depth")
                .as(select(DEPARTMENTS.ID, DSL.inline(0))
                        .from(DEPARTMENTS)
                        .where(DEPARTMENTS.PARENT_ID.isNull())
                        .unionAll(select(
                                        DEPARTMENTS.ID,
                                        field(name("tree", "depth"), Integer.class)
                                                .plus(1))
                                .from(DEPARTMENTS)
                                .join(table(name("tree")))
                                .on(DEPARTMENTS.PARENT_ID.eq(field(name("tree", "id"), Integer.class)))));
        return sql.withRecursive(tree).selectFrom(tree);
    }
}
