package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing, adding, moving and deleting another tenant's rows by every statement that writes. */
class WriteAttackTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static String named(String sql) {
        return sql.replace("BETA", "'" + InjectableShop.BETA + "'").replace("ACME", "'" + InjectableShop.ACME + "'");
    }

    /** Each finds its row when a superuser runs it, and none when the attacker does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update shop.kpis set value = 666 where tenant_id = BETA",
                "update shop.kpis set value = 666 where name like 'beta%'",
                "update only shop.kpis set value = default where tenant_id <> ACME",
                "update shop.kpis k set value = n.id from shop.notes n where n.tenant_id = BETA and k.tenant_id = BETA",
                "update shop.readings set amount = 666 where tenant_id = BETA",
                "update shop.notes set text = k.name from shop.kpis k where k.name like 'beta%' and"
                        + " shop.notes.tenant_id = BETA",
                "update shop.kpis set value = 666 where ctid in ('(0,3)', '(0,4)')",
                "delete from shop.notes where tenant_id = BETA",
                "delete from shop.kpis where value > 990000",
                "delete from shop.notes n using shop.kpis k where k.tenant_id = BETA and n.kpi = k.name",
                "delete from shop.readings where day = '2025-03-02'",
                "delete from shop.notes where ctid = '(0,2)'",
                "merge into shop.kpis k using (values ('beta-revenue')) v (name) on k.name = v.name when matched then"
                        + " update set value = 666",
                "merge into shop.notes n using (values (2)) v (id) on n.id = v.id when matched then delete",
                "merge into shop.kpis k using shop.notes n on n.kpi = k.name and n.tenant_id = BETA when matched then"
                        + " delete",
                "with gone as (delete from shop.notes where tenant_id = BETA returning *) insert into shop.notes"
                        + " select ACME, id + 100, null, text from gone",
                "with changed as (update shop.kpis set value = 666 where tenant_id = BETA returning name) update"
                        + " shop.notes set text = 'x' from changed where shop.notes.kpi = changed.name and"
                        + " shop.notes.tenant_id = BETA",
                "insert into shop.notes select ACME, id + 100, null, text from shop.notes where tenant_id = BETA",
                "insert into shop.kpis select ACME, name || '!', value from shop.kpis where tenant_id = BETA",
            })
    void aStatementFindsNoRowOfAnother(String sql) throws SQLException {
        try (Connection admin = SHOP.database.admin()) {
            admin.setAutoCommit(false);
            assertThat(new Session(admin).changed(named(sql)))
                    .as("without walls")
                    .isPositive();
            admin.rollback();
        }
        int changed = SHOP.asAnn(session -> session.changed(named(sql)));
        assertThat(changed).isZero();
        assertThat(SHOP.stacked(named(sql))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into shop.kpis values (BETA, 'planted', 1)",
                "insert into shop.kpis select BETA, name, value from shop.kpis",
                "insert into shop.kpis select tenant_id, name || 'x', 1 from (values (ACME::uuid, 'a'), (BETA, 'b')) v"
                        + " (tenant_id, name)",
                "insert into shop.kpis values (BETA, 'beta-revenue', 1) on conflict do nothing",
                "insert into shop.kpis values (BETA, 'beta-revenue', 1) on conflict (tenant_id, name) do update set"
                        + " value = 666",
                "insert into shop.kpis values (BETA, 'beta-revenue', 1) on conflict (tenant_id, name) do update set"
                        + " value = 666 where false returning value",
                "insert into shop.kpis values (ACME, 'revenue', 1) on conflict (tenant_id, name) do update set"
                        + " tenant_id = BETA",
                "insert into shop.readings values (BETA, '2025-04-01', 1)",
                "insert into shop.notes values (BETA, 3, 'beta-revenue', 'x')",
                "with v as (values (BETA::uuid)) insert into shop.kpis select column1, 'planted', 1 from v",
                "merge into shop.kpis k using (values ('planted')) v (name) on k.name = v.name and k.tenant_id = BETA"
                        + " when not matched then insert values (BETA, v.name, 1)",
                "with p as (insert into shop.kpis values (BETA, 'planted', 1) returning name) select name from p",
                "update shop.kpis set tenant_id = BETA",
                "update shop.kpis set (tenant_id, value) = (BETA, 1) where name = 'revenue'",
                "merge into shop.kpis k using (values ('revenue')) v (name) on k.name = v.name when matched then"
                        + " update set tenant_id = BETA",
                "update shop.readings set tenant_id = BETA",
                "update shop.summary set total = 1",
                "delete from shop.summary",
            })
    void aRowOfAnotherIsNeitherAddedNorMadeOfOnesOwn(String sql) throws SQLException {
        assertThat(SHOP.refusal(named(sql))).matches("(?s)(42501|55000) .*").doesNotContain("beta-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select amount from shop.readings_2025",
                "select count(*) from only shop.readings_2025",
                "insert into shop.readings_2025 values (BETA, '2025-04-01', 1)",
                "update shop.readings_2025 set amount = 666",
                "delete from shop.readings_2025",
                "lock table shop.readings_2025",
                "select * from shop.readings_2025 for update",
                "explain select * from shop.readings_2025",
                "merge into shop.readings_2025 r using (values (1)) v on true when matched then delete",
            })
    void aPartitionIsNotReachedByItsName(String sql) throws SQLException {
        assertThat(SHOP.refusal(named(sql))).startsWith("42501 ").contains("permission denied for table readings_2025");
    }

    @Test
    void aCursorPointsAtOwnRowsOnly() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("declare c cursor for select name from shop.kpis order by name desc for update");
            int moved = 0;
            while (!session.values("fetch next from c").isEmpty()) {
                moved += session.changed("update shop.kpis set value = 666 where current of c");
            }
            assertThat(moved).isEqualTo(2);
            session.connection().commit();
        });
        SHOP.database.execute(
                "update shop.kpis set value = case name when 'revenue' then 10 else 3 end where tenant_id = '"
                        + InjectableShop.ACME + "'");
    }

    /** The own row goes with what hangs on it; the same names of another stay. */
    @Test
    void aCascadeStaysInsideTheTenant() throws SQLException {
        SHOP.database.execute("insert into shop.kpis values ('" + InjectableShop.ACME + "', 'beta-revenue', 1);"
                + " insert into shop.notes values ('" + InjectableShop.ACME + "', 9, 'beta-revenue', 'mine')");
        int gone = SHOP.asAnn(session -> session.changed("delete from shop.kpis where name = 'beta-revenue'"));
        assertThat(gone).isEqualTo(1);
        assertThat(SHOP.database.query("select id from shop.notes where kpi = 'beta-revenue'"))
                .containsExactly("2");
    }
}
