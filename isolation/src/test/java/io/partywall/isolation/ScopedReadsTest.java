package io.partywall.isolation;

import static io.partywall.isolation.ScopedDatabase.A;
import static io.partywall.isolation.Tables.ARCHIVED_KPIS;
import static io.partywall.isolation.Tables.DEPARTMENTS;
import static io.partywall.isolation.Tables.KPIS;
import static io.partywall.isolation.Tables.KPI_OVERVIEW;
import static io.partywall.isolation.Tables.READINGS;
import static io.partywall.isolation.Tables.UNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.table;

import io.partywall.isolation.Tables.Kpis;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScopedReadsTest {

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @Test
    void aTableShowsOnlyTheTenantsRows() {
        assertThat(database.sql().selectFrom(KPIS).fetch(KPIS.TENANT_ID))
                .hasSize(6)
                .containsOnly(A.value());
    }

    @Test
    void anInnerJoinOnAnIdThatTenantsShareMeetsNoRowOfAnother() {
        // The join condition forgets the tenant, as people do.
        assertThat(names(database.sql()
                        .select(DEPARTMENTS.NAME)
                        .from(KPIS)
                        .join(DEPARTMENTS)
                        .on(DEPARTMENTS.ID.eq(KPIS.DEPARTMENT_ID))
                        .fetch()))
                .hasSize(4)
                .allMatch(ScopedReadsTest::isOfA);
    }

    @Test
    void aLeftJoinKeepsTheRowsWithoutAPartner() {
        Result<?> rows = database.sql()
                .select(KPIS.NAME, DEPARTMENTS.NAME)
                .from(KPIS)
                .leftJoin(DEPARTMENTS)
                .on(DEPARTMENTS.ID.eq(KPIS.DEPARTMENT_ID))
                .fetch();
        assertThat(rows).hasSize(6);
        assertThat(rows.getValues(DEPARTMENTS.NAME))
                .filteredOn(name -> name == null)
                .hasSize(2);
    }

    @Test
    void rightFullAndCrossJoinsSeeOnlyTheTenantsRows() {
        var sql = database.sql();
        assertThat(sql.select()
                        .from(KPIS)
                        .rightJoin(DEPARTMENTS)
                        .on(DEPARTMENTS.ID.eq(KPIS.ID))
                        .fetch())
                .hasSize(4);
        assertThat(sql.select()
                        .from(KPIS)
                        .fullJoin(DEPARTMENTS)
                        .on(DEPARTMENTS.ID.eq(KPIS.ID))
                        .fetch())
                .hasSize(6);
        assertThat(sql.select().from(KPIS).crossJoin(DEPARTMENTS).fetch()).hasSize(24);
    }

    @Test
    void naturalAndUsingJoinsSeeOnlyTheTenantsRows() {
        var sql = database.sql();
        assertThat(sql.select().from(KPIS).naturalJoin(KPI_OVERVIEW).fetch()).hasSize(6);
        assertThat(sql.select().from(KPIS).naturalLeftOuterJoin(KPI_OVERVIEW).fetch())
                .hasSize(6);
        assertThat(sql.select().from(KPIS).join(DEPARTMENTS).using(KPIS.ID).fetch())
                .hasSize(4);
    }

    @Test
    void aLateralJoinSeesOnlyTheTenantsRows() {
        Kpis other = KPIS.as("other");
        assertThat(database.sql()
                        .select()
                        .from(KPIS)
                        .crossJoin(lateral(select(count().as("n")).from(other).where(other.ID.eq(KPIS.ID))))
                        .fetch("n", int.class))
                .hasSize(6)
                .containsOnly(1);
        assertThat(database.sql()
                        .select()
                        .from(DEPARTMENTS)
                        .crossApply(select(KPIS.NAME.as("kpi")).from(KPIS).where(KPIS.DEPARTMENT_ID.eq(DEPARTMENTS.ID)))
                        .fetch("kpi", String.class))
                .hasSize(4)
                .allMatch(ScopedReadsTest::isOfA);
    }

    @Test
    void semiAndAntiJoinsSeeOnlyTheTenantsRows() {
        var sql = database.sql();
        assertThat(sql.selectFrom(DEPARTMENTS.leftSemiJoin(KPIS).on(KPIS.ID.eq(DEPARTMENTS.ID)))
                        .fetch())
                .hasSize(4);
        assertThat(sql.selectFrom(KPIS.leftAntiJoin(DEPARTMENTS).on(KPIS.ID.eq(DEPARTMENTS.ID)))
                        .fetch())
                .hasSize(2);
    }

    @Test
    void aSelfJoinIsConfinedOnBothSides() {
        Kpis left = KPIS.as("l");
        Kpis right = KPIS.as("r");
        assertThat(database.sql()
                        .select()
                        .from(left)
                        .join(right)
                        .on(left.ID.eq(right.ID))
                        .fetch())
                .hasSize(6);
    }

    @Test
    void anImplicitPathJoinIsConfined() {
        assertThat(names(database.sql()
                        .select(KPIS.department().NAME)
                        .from(KPIS)
                        .where(KPIS.department().NAME.isNotNull())
                        .fetch()))
                .hasSize(4)
                .allMatch(ScopedReadsTest::isOfA);
    }

    @Test
    void subQueriesAreConfinedWhereverTheyStand() {
        var sql = database.sql();
        Kpis inner = KPIS.as("inner");
        Field<Integer> howMany = field(selectCount().from(inner).where(inner.ID.eq(KPIS.ID)));
        assertThat(sql.select(howMany).from(KPIS).fetch(howMany)).containsOnly(1);
        assertThat(sql.selectFrom(KPIS)
                        .where(exists(select(inner.ID).from(inner).where(inner.NAME.like("b%"))))
                        .fetch())
                .isEmpty();
        assertThat(sql.selectFrom(KPIS)
                        .where(notExists(select(inner.ID).from(inner).where(inner.NAME.like("b%"))))
                        .fetch())
                .hasSize(6);
        assertThat(sql.select(KPIS.ID)
                        .from(KPIS)
                        .orderBy(howMany.desc(), KPIS.ID)
                        .fetch(KPIS.ID))
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(sql.selectFrom(DEPARTMENTS)
                        .where(DEPARTMENTS.NAME.in(select(DSL.replace(inner.NAME, "kpi", "department"))
                                .from(inner)))
                        .fetch())
                .hasSize(4);
    }

    @Test
    void commonTableExpressionsAreConfined() {
        CommonTableExpression<Record1<Integer>> big =
                name("big").fields("id").as(select(KPIS.ID).from(KPIS).where(KPIS.ID.gt(3)));
        assertThat(database.sql().with(big).select().from(big).fetch()).hasSize(3);
        assertThat(database.sql().with(big).select().from(table(name("big"))).fetch())
                .hasSize(3);
    }

    @Test
    void aRecursionIsConfinedAtEveryStep() {
        var tree = name("tree")
                .fields("id")
                .as(select(DEPARTMENTS.ID)
                        .from(DEPARTMENTS)
                        .where(DEPARTMENTS.PARENT_ID.isNull())
                        .unionAll(select(DEPARTMENTS.ID)
                                .from(DEPARTMENTS)
                                .join(table(name("tree")))
                                .on(DEPARTMENTS.PARENT_ID.eq(field(name("tree", "id"), Integer.class)))));
        assertThat(database.sql().withRecursive(tree).selectFrom(tree).fetch()).hasSize(4);
    }

    @Test
    void setOperationsAreConfinedInEveryBranch() {
        assertThat(names(database.sql()
                        .select(KPIS.NAME)
                        .from(KPIS)
                        .unionAll(select(DEPARTMENTS.NAME).from(DEPARTMENTS))
                        .except(select(KPIS.NAME).from(KPIS).where(KPIS.ID.eq(1)))
                        .fetch()))
                .hasSize(9)
                .allMatch(ScopedReadsTest::isOfA);
    }

    @Test
    void nestedCollectionsAreConfined() {
        var kpis = multiset(select(KPIS.NAME).from(KPIS).where(KPIS.DEPARTMENT_ID.eq(DEPARTMENTS.ID)))
                .as("kpis");
        var rows =
                database.sql().select(DEPARTMENTS.NAME, kpis).from(DEPARTMENTS).fetch();
        assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row.value2()).hasSize(1));
        assertThat(rows.getFirst().value2().getFirst().value1())
                .satisfies(name -> assertThat(isOfA(name)).isTrue());
    }

    @Test
    void countsCountTheTenantsRows() {
        var sql = database.sql();
        assertThat(sql.fetchCount(KPIS)).isEqualTo(6);
        assertThat(sql.fetchCount(KPIS, KPIS.ID.gt(3))).isEqualTo(3);
        assertThat(sql.fetchCount(sql.selectFrom(KPIS))).isEqualTo(6);
        assertThat(sql.selectCount().from(KPIS).fetchOne(0, int.class)).isEqualTo(6);
        assertThat(sql.fetchExists(KPIS, KPIS.NAME.like("b%"))).isFalse();
        assertThat(sql.fetchExists(sql.selectFrom(KPIS).where(KPIS.NAME.like("b%"))))
                .isFalse();
        assertThat(sql.select(count(KPIS)).from(KPIS).fetchOne(0, int.class)).isEqualTo(6);
    }

    @Test
    void tablesByNameAreConfinedToo() {
        var sql = database.sql();
        assertThat(sql.fetchCount(table(name("app", "kpis")))).isEqualTo(6);
        assertThat(sql.fetchCount(table(name("slugs")))).isEqualTo(3);
        assertThat(sql.select(field(name("app", "kpis", "name")))
                        .from(table(name("app", "kpis")))
                        .where(field(name("kpis", "id")).eq(1))
                        .fetch())
                .hasSize(1);
        assertThat(sql.select(field(name("k", "n")))
                        .from(KPIS.as("k", "t", "i", "d", "n", "v"))
                        .fetch())
                .hasSize(6);
    }

    @Test
    void aWholeTableIsAFieldOfTheTenantsRows() {
        assertThat(database.sql().select(KPIS, KPIS.asterisk()).from(KPIS).fetch())
                .hasSize(6);
    }

    @Test
    void viewsAndPartitionedTablesAreConfined() {
        assertThat(database.sql().fetchCount(KPI_OVERVIEW)).isEqualTo(6);
        assertThat(database.sql().fetchCount(READINGS)).isEqualTo(8);
    }

    @Test
    void samplesAreTakenOfTheTenantsRows() {
        assertThat(database.sql().selectFrom(KPIS.tablesample(100)).fetch()).hasSize(6);
        assertThat(database.sql().select().from(KPIS.as("k").tablesample(100)).fetch())
                .hasSize(6);
    }

    @Test
    void inlineConditionsOfATableAreConfined() {
        assertThat(database.sql().selectFrom(KPIS.where(KPIS.ID.gt(3))).fetch()).hasSize(3);
        assertThat(database.sql()
                        .select()
                        .from(KPIS.where(KPIS.ID.gt(3)).as("k"))
                        .fetch())
                .hasSize(3);
    }

    @Test
    void locksReachTheRowsBelowTheSlice() {
        var sql = database.sql();
        assertThat(sql.selectFrom(KPIS).forUpdate().fetch()).hasSize(6);
        // xmax is the lock's transaction on the locked rows: the tenant's, and nobody else's.
        assertThat(database.raw("select count(*) from app.kpis where xmax = pg_current_xact_id()::xid"))
                .containsExactly("6");
        Kpis k = KPIS.as("k");
        assertThat(sql.select()
                        .from(k)
                        .join(DEPARTMENTS)
                        .on(k.ID.eq(DEPARTMENTS.ID))
                        .forUpdate()
                        .of(DEPARTMENTS)
                        .fetch())
                .hasSize(4);
        assertThat(database.raw("select count(*) from app.departments where xmax = pg_current_xact_id()::xid"))
                .containsExactly("4");
    }

    @Test
    void globalTablesAreSeenWhole() {
        assertThat(database.sql().fetchCount(UNITS)).isEqualTo(2);
    }

    @Test
    void tablesOfOneNameInTwoSchemasWorkUnderAliases() {
        var archived = ARCHIVED_KPIS.as("archived");
        assertThat(database.sql().fetchCount(ARCHIVED_KPIS)).isEqualTo(2);
        assertThat(database.sql()
                        .select()
                        .from(KPIS)
                        .join(archived)
                        .on(field(name("archived", "id"), Integer.class).eq(KPIS.ID))
                        .fetch())
                .hasSize(2);
    }

    private static List<String> names(Result<Record1<String>> rows) {
        return rows.map(Record1::value1);
    }

    private static boolean isOfA(String name) {
        return name.startsWith("a-");
    }
}
