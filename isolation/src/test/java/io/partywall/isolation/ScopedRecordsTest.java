package io.partywall.isolation;

import static io.partywall.isolation.ScopedDatabase.A;
import static io.partywall.isolation.ScopedDatabase.B;
import static io.partywall.isolation.Tables.KPIS;
import static io.partywall.isolation.Tables.SLUGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.isolation.IsolationException.ForeignTenant;
import io.partywall.isolation.Tables.KpiRecord;
import io.partywall.isolation.Tables.SlugRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jooq.conf.Settings;
import org.jooq.exception.NoDataFoundException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records, batches and the loader: statements that jOOQ writes on the caller's behalf. */
class ScopedRecordsTest {

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @Test
    void aStoredRecordBecomesTheTenants() {
        KpiRecord kpi = kpi(10, "ten");
        assertThat(kpi.store()).isEqualTo(1);
        assertThat(database.sql().fetchCount(KPIS, KPIS.ID.eq(10))).isEqualTo(1);

        SlugRecord slug = slug("new");
        slug.store();
        assertThat(slug.get(SLUGS.ID)).isPositive();
    }

    @Test
    void aFetchedRecordIsStoredRefreshedAndDeleted() {
        KpiRecord kpi = database.sql().fetchSingle(KPIS, KPIS.ID.eq(1));
        kpi.set(KPIS.VALUE, BigDecimal.TEN);
        assertThat(kpi.store()).isEqualTo(1);
        kpi.refresh();
        assertThat(kpi.get(KPIS.VALUE)).isEqualByComparingTo("10");
        assertThat(kpi.delete()).isEqualTo(1);
        assertThatThrownBy(kpi::refresh).isInstanceOf(NoDataFoundException.class);
    }

    @Test
    void aRecordWithAnotherTenantsKeyFindsNothing() {
        SlugRecord slug = slug("stolen");
        slug.set(SLUGS.ID, 4);
        assertThat(slug.update()).isZero();
        assertThat(slug.delete()).isZero();
        assertThatThrownBy(slug::refresh).isInstanceOf(NoDataFoundException.class);
    }

    @Test
    void aRecordOfAnotherTenantIsRefused() {
        KpiRecord kpi = kpi(10, "ten");
        kpi.set(KPIS.TENANT_ID, B.value());
        assertThatThrownBy(kpi::store).isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(kpi::insert).isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(kpi::merge).isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(kpi::update).isInstanceOf(ForeignTenant.class);
        assertThat(kpi.delete()).isZero();
    }

    @Test
    void aRecordMayBeOfItsOwnTenant() {
        KpiRecord kpi = kpi(1, "renamed");
        kpi.set(KPIS.TENANT_ID, A.value());
        assertThat(kpi.merge()).isEqualTo(1);
        kpi.touched(KPIS.TENANT_ID, true);
        kpi.touched(KPIS.NAME, true);
        assertThat(kpi.update()).isEqualTo(1);
        assertThat(database.sql().fetchValue(KPIS.NAME, KPIS.ID.eq(1))).isEqualTo("renamed");
    }

    @Test
    void aMergedRecordThatMeetsAnotherTenantsRowLeavesItAlone() {
        SlugRecord slug = slug("mine");
        slug.set(SLUGS.ID, 4);
        assertThat(slug.merge()).isZero();
    }

    @Test
    void optimisticLockingIsConfined() {
        var sql = database.sql();
        sql.settings().setExecuteWithOptimisticLocking(true);
        KpiRecord kpi = sql.fetchSingle(KPIS, KPIS.ID.eq(1));
        kpi.set(KPIS.VALUE, BigDecimal.TEN);
        assertThat(kpi.store()).isEqualTo(1);
    }

    @Test
    void batchesOfRecordsAreConfined() {
        var sql = database.sql();
        assertThat(sql.batchInsert(kpi(10, "x"), kpi(11, "y")).execute()).containsExactly(1, 1);
        assertThat(sql.batchStore(kpi(12, "z"), slug("w")).execute()).containsExactly(1, 1);
        assertThat(sql.fetchCount(KPIS)).isEqualTo(9);

        List<KpiRecord> all = sql.selectFrom(KPIS).fetch();
        all.forEach(kpi -> kpi.set(KPIS.VALUE, BigDecimal.TWO));
        assertThat(sql.batchUpdate(all).execute()).containsOnly(1).hasSize(9);

        SlugRecord foreign = slug("mine");
        foreign.set(SLUGS.ID, 4);
        assertThat(sql.batchMerge(foreign).execute()).containsExactly(0);
        foreign.set(SLUGS.HITS, 99);
        assertThat(sql.batchUpdate(foreign).execute()).containsExactly(0);
        assertThat(sql.batchDelete(foreign).execute()).containsExactly(0);
        assertThat(sql.batchDelete(all).execute()).containsOnly(1);
    }

    @Test
    void aBatchWithARecordOfAnotherTenantIsRefusedWhole() {
        KpiRecord foreign = kpi(11, "y");
        foreign.set(KPIS.TENANT_ID, B.value());
        KpiRecord own = kpi(10, "x");
        own.set(KPIS.TENANT_ID, A.value());
        assertThatThrownBy(() -> database.sql().batchInsert(own, foreign).execute())
                .isInstanceOf(ForeignTenant.class);
        assertThat(database.sql().fetchCount(KPIS)).isEqualTo(6);
    }

    @Test
    void batchesOfQueriesAreConfined() {
        var sql = database.sql();
        int[] counts = sql.batch(
                        sql.update(KPIS).set(KPIS.VALUE, BigDecimal.ONE),
                        sql.insertInto(KPIS, KPIS.ID, KPIS.NAME).values(10, "x"),
                        sql.deleteFrom(KPIS))
                .execute();
        assertThat(counts).containsExactly(6, 1, 7);
    }

    @Test
    void valuesBoundLaterReachTheirOwnPlaces() {
        var sql = database.sql();
        sql.batch(sql.insertInto(KPIS, KPIS.ID, KPIS.NAME).values((Integer) null, null))
                .bind(10, "x")
                .bind(11, "y")
                .execute();
        sql.batch(sql.update(KPIS).set(KPIS.NAME, (String) null).where(KPIS.ID.eq((Integer) null)))
                .bind("z", 10)
                .execute();
        assertThat(sql.select(KPIS.NAME)
                        .from(KPIS)
                        .where(KPIS.ID.ge(10))
                        .orderBy(KPIS.ID)
                        .fetch(KPIS.NAME))
                .containsExactly("z", "y");
    }

    @Test
    void anotherTenantCannotBeBoundLater() {
        var sql = database.sql();
        var insert = sql.insertInto(KPIS, KPIS.TENANT_ID, KPIS.ID, KPIS.NAME).values((UUID) null, null, null);
        assertThatThrownBy(() -> sql.batch(insert).bind(B.value(), 10, "x").execute())
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aStatementThatIsKeptDoesNotChangeItsTenant() {
        var sql = database.sql();
        try (var query =
                sql.selectFrom(KPIS).where(KPIS.TENANT_ID.eq(A.value())).keepStatement(true)) {
            assertThat(query.fetch()).hasSize(6);
            query.bind(1, B.value());
            assertThat(query.fetch()).isEmpty();
        }
    }

    @Test
    void theLoaderLoadsForTheTenant() throws IOException {
        var sql = database.sql();
        var loaded = sql.loadInto(KPIS)
                .bulkAfter(2)
                .batchAfter(2)
                .loadCSV("10;x\n11;y\n12;z\n")
                .fields(KPIS.ID, KPIS.NAME)
                .separator(';')
                .ignoreRows(0)
                .execute();
        assertThat(loaded.errors()).isEmpty();
        assertThat(sql.fetchCount(KPIS)).isEqualTo(9);
    }

    @Test
    void theLoadersUpsertsAreConfined() throws IOException {
        var sql = database.sql();
        sql.loadInto(SLUGS)
                .onDuplicateKeyUpdate()
                .loadArrays(new Object[][] {{4, "stolen"}, {1, "renamed"}})
                .fields(SLUGS.ID, SLUGS.SLUG)
                .execute();
        assertThat(sql.fetchValue(SLUGS.SLUG, SLUGS.ID.eq(1))).isEqualTo("renamed");
    }

    @Test
    void staticStatementsAreConfinedLikePreparedOnes() {
        var sql = database.sql();
        sql.settings().setStatementType(org.jooq.conf.StatementType.STATIC_STATEMENT);
        assertThat(sql.fetchCount(KPIS)).isEqualTo(6);
        assertThat(sql.insertInto(KPIS, KPIS.ID, KPIS.NAME)
                        .values(10, "x\\'; --")
                        .execute())
                .isEqualTo(1);
        assertThat(sql.update(KPIS)
                        .set(KPIS.VALUE, BigDecimal.ONE)
                        .where(KPIS.NAME.eq("' or true --"))
                        .execute())
                .isZero();
    }

    @Test
    void derivedConfigurationsAreConfined() {
        var configuration = database.sql().configuration();
        var derived = DSL.using(configuration.derive(configuration.settings()).derive());
        assertThat(derived.fetchCount(KPIS)).isEqualTo(6);
        assertThat(DSL.using(configuration.deriveSettings(settings -> settings.withFetchSize(1)))
                        .fetchCount(KPIS))
                .isEqualTo(6);
        assertThatThrownBy(() -> DSL.using(configuration.derive(new Settings())).fetchCount(KPIS))
                .isInstanceOf(IsolationException.UnscopedStatement.class);
    }

    private KpiRecord kpi(int id, String name) {
        KpiRecord kpi = database.sql().newRecord(KPIS);
        kpi.set(KPIS.ID, id);
        kpi.set(KPIS.NAME, name);
        return kpi;
    }

    private SlugRecord slug(String text) {
        SlugRecord slug = database.sql().newRecord(SLUGS);
        slug.set(SLUGS.SLUG, text);
        return slug;
    }
}
