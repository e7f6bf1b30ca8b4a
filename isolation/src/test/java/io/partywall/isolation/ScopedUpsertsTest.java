package io.partywall.isolation;

import static io.partywall.isolation.ScopedDatabase.A;
import static io.partywall.isolation.ScopedDatabase.B;
import static io.partywall.isolation.Tables.DEPARTMENTS;
import static io.partywall.isolation.Tables.KPIS;
import static io.partywall.isolation.Tables.SLUGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.partywall.isolation.IsolationException.ForeignTenant;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The trap is {@code app.slugs}, whose unique key lacks the tenant: {@code b-slug-1} belongs to B. */
class ScopedUpsertsTest {

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @Test
    void anUpsertUpdatesTheTenantsOwnRow() {
        assertThat(upsertSlug("a-slug-1")).isEqualTo(1);
        assertThat(database.sql().fetchValue(SLUGS.HITS, SLUGS.SLUG.eq("a-slug-1")))
                .isEqualTo(99);
    }

    @Test
    void anUpsertThatMeetsAnotherTenantsRowLeavesItAlone() {
        assertThat(upsertSlug("b-slug-1")).isZero();
    }

    @Test
    void anUpsertsOwnConditionDoesNotWidenIt() {
        assertThat(database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG)
                        .values("b-slug-1")
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .set(SLUGS.HITS, 99)
                        .where(SLUGS.HITS.lt(50).or(SLUGS.HITS.ge(50)))
                        .execute())
                .isZero();
        assertThat(database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG)
                        .values("a-slug-1")
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .set(SLUGS.HITS, 99)
                        .where(SLUGS.HITS.gt(50))
                        .execute())
                .isZero();
    }

    @Test
    void everyWayToNameTheConflictIsConfined() {
        var sql = database.sql();
        assertThat(sql.insertInto(SLUGS, SLUGS.SLUG)
                        .values("b-slug-1")
                        .onConflictOnConstraint(name("slugs_slug_key"))
                        .doUpdate()
                        .set(SLUGS.HITS, 99)
                        .execute())
                .isZero();
        assertThat(sql.insertInto(SLUGS, SLUGS.ID, SLUGS.SLUG)
                        .values(4, "new")
                        .onDuplicateKeyUpdate()
                        .set(SLUGS.HITS, 99)
                        .execute())
                .isZero();
        assertThat(sql.insertInto(SLUGS, SLUGS.SLUG, SLUGS.HITS)
                        .values("b-slug-1", 5)
                        .values("a-slug-1", 5)
                        .values("new", 5)
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute())
                .isEqualTo(2);
        assertThat(sql.insertInto(SLUGS, SLUGS.SLUG, SLUGS.HITS)
                        .select(select(DSL.replace(SLUGS.SLUG, "a-", "b-"), SLUGS.HITS)
                                .from(SLUGS)
                                .where(SLUGS.SLUG.like("a-%")))
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .set(SLUGS.HITS, excluded(SLUGS.HITS))
                        .execute())
                .isZero();
    }

    @Test
    void anUpsertThatDoesNothingInsertsOnlyForTheTenant() {
        assertThat(database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG)
                        .values("b-slug-1")
                        .values("new")
                        .onConflictDoNothing()
                        .execute())
                .isEqualTo(1);
        assertThat(database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG)
                        .values("new")
                        .onDuplicateKeyIgnore()
                        .execute())
                .isZero();
    }

    @Test
    void anUpsertReturnsOnlyTheTenantsRows() {
        assertThat(database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG)
                        .values("b-slug-1")
                        .values("a-slug-1")
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .set(SLUGS.HITS, SLUGS.HITS.plus(1))
                        .returning()
                        .fetch(SLUGS.SLUG))
                .containsExactly("a-slug-1");
    }

    @Test
    void anUpsertCannotMoveARowToAnotherTenant() {
        assertThatThrownBy(() -> database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG)
                        .values("a-slug-1")
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .set(SLUGS.TENANT_ID, B.value())
                        .execute())
                .isInstanceOf(ForeignTenant.class);
    }

    @Test
    void anUpsertMaySayItsTenantAgain() {
        assertThat(database.sql()
                        .insertInto(SLUGS, SLUGS.SLUG, SLUGS.TENANT_ID)
                        .values("b-slug-1", A.value())
                        .values("a-slug-1", A.value())
                        .onConflict(SLUGS.SLUG)
                        .doUpdate()
                        .set(SLUGS.TENANT_ID, excluded(SLUGS.TENANT_ID))
                        .execute())
                .isEqualTo(1);
    }

    @Test
    void aMergeUpdatesAndInsertsOnlyTheTenantsRows() {
        var incoming = DSL.values(row(1, "one"), row(20, "twenty")).as("incoming", "id", "name");
        assertThat(database.sql()
                        .mergeInto(KPIS)
                        .using(incoming)
                        .on(KPIS.ID.eq(incoming.field("id", Integer.class)))
                        .whenMatchedThenUpdate()
                        .set(KPIS.NAME, incoming.field("name", String.class))
                        .whenNotMatchedThenInsert(KPIS.ID, KPIS.NAME)
                        .values(incoming.field("id", Integer.class), incoming.field("name", String.class))
                        .execute())
                .isEqualTo(2);
        assertThat(database.sql().fetchCount(KPIS)).isEqualTo(7);
    }

    @Test
    void aMergeReadsOnlyTheTenantsRows() {
        assertThat(database.sql()
                        .mergeInto(KPIS)
                        .using(DEPARTMENTS)
                        .on(KPIS.ID.eq(DEPARTMENTS.ID.plus(3)))
                        .whenMatchedThenUpdate()
                        .set(KPIS.NAME, DEPARTMENTS.NAME)
                        .whenNotMatchedThenInsert(KPIS.ID, KPIS.NAME)
                        .values(DEPARTMENTS.ID.plus(3), DEPARTMENTS.NAME)
                        .execute())
                .isEqualTo(4);
        assertThat(database.raw("select name from app.kpis where tenant_id = '" + A + "' and id = 7"))
                .containsExactly("a-department-4");
    }

    @Test
    void aMergeThatMatchesEverythingDeletesOnlyTheTenantsRows() {
        assertThat(database.sql()
                        .mergeInto(KPIS)
                        .using(selectOne())
                        .on(DSL.trueCondition())
                        .whenMatchedAnd(KPIS.ID.gt(3).or(KPIS.ID.le(3)))
                        .thenDelete()
                        .execute())
                .isEqualTo(6);
    }

    @Test
    void aMergeThatMeetsAnotherTenantsKeyFailsAndChangesNothing() {
        assertThatThrownBy(() -> database.sql()
                        .mergeInto(SLUGS)
                        .using(selectOne())
                        .on(SLUGS.SLUG.eq("b-slug-1"))
                        .whenMatchedThenUpdate()
                        .set(SLUGS.HITS, 99)
                        .whenNotMatchedThenInsert(SLUGS.SLUG)
                        .values("b-slug-1")
                        .execute())
                .isInstanceOf(IntegrityConstraintViolationException.class);
    }

    @Test
    void aMergeCannotMoveOrInsertARowOfAnotherTenant() {
        assertThatThrownBy(() -> database.sql()
                        .mergeInto(KPIS)
                        .using(selectOne())
                        .on(KPIS.ID.eq(1))
                        .whenMatchedThenUpdate()
                        .set(KPIS.TENANT_ID, B.value())
                        .execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> database.sql()
                        .mergeInto(KPIS)
                        .using(selectOne())
                        .on(KPIS.ID.eq(100))
                        .whenNotMatchedThenInsert(KPIS.TENANT_ID, KPIS.ID, KPIS.NAME)
                        .values(val(B.value()), val(100), val("x"))
                        .execute())
                .isInstanceOf(ForeignTenant.class);
    }

    private int upsertSlug(String slug) {
        return database.sql()
                .insertInto(SLUGS, SLUGS.SLUG)
                .values(slug)
                .onConflict(SLUGS.SLUG)
                .doUpdate()
                .set(SLUGS.HITS, 99)
                .execute();
    }
}
