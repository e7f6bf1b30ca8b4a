package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reader's context that turns itself into a writer's in the middle of a statement: between the check of the signature and
 * the check of the access, in either order, and back. The two are made of the same setting, and nothing may come between.
 */
class AccessSwitchTest {

    private static Shop shop;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        shop.asOwner("grant usage on sequence shop.kpis_id_seq to " + Shop.APP);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into shop.kpis (tenant_id, name) select TENANT, WRITER",
                "insert into shop.kpis (tenant_id, name) select TENANT, left(n, 9) from"
                        + " (values (WRITER), (BACK), (WRITER)) v (n)",
                "insert into shop.kpis (tenant_id, name) values (TENANT, 'a'), (TENANT, left(WRITER, 5))",
                "insert into shop.kpis (tenant_id, name) select TENANT, 'x' from (select WRITER as w offset 0) s"
                        + " where w is not null returning (select BACK)",
                "with w as materialized (select WRITER as w) insert into shop.kpis (tenant_id, name)"
                        + " select TENANT, 'x' from w",
                "with w as (insert into shop.kpis (tenant_id, name) values (TENANT, left(WRITER, 7)) returning BACK)"
                        + " select * from w",
                "update shop.kpis set name = left(WRITER, 8) where name = 'orders'",
                "update shop.kpis set name = left(WRITER, 8) from (select BACK) b where name = 'orders' returning BACK",
                "update shop.kpis set name = 'x' where WRITER is not null",
                "update shop.kpis set name = 'x' from shop.kpis other where WRITER is not null and BACK is not null",
                "insert into shop.kpis (tenant_id, name) values (TENANT, 'orders') on conflict (tenant_id, name) do"
                        + " update set name = left(WRITER, 8)",
                "insert into shop.kpis (tenant_id, name) select TENANT, 'orders' from (select WRITER offset 0) s"
                        + " on conflict (tenant_id, name) do update set value = 1 where BACK is not null",
                "merge into shop.kpis k using (select WRITER as w offset 0) s on k.name = 'orders' and w is not null"
                        + " when matched then update set name = 'x'",
                "merge into shop.kpis k using (select WRITER as w offset 0) s on k.name = 'none'"
                        + " when not matched then insert (tenant_id, name) values (TENANT, left(BACK, 5))",
                "merge into shop.kpis k using (select WRITER as w offset 0) s on w is not null when matched then"
                        + " delete",
                "delete from shop.kpis where WRITER is not null",
                "delete from shop.kpis using (select WRITER as w offset 0) s where w is not null and BACK is not null",
                "with w as materialized (select WRITER as w) delete from shop.kpis using w where w is not null",
            })
    void aReaderWritesNothing(String statement) throws SQLException {
        TenantContext reader = shop.ann(Access.READ);
        String own = "'" + reader.signature() + "'";
        String sql = statement
                .replace("TENANT", "'" + Shop.ACME + "'")
                .replace(
                        "WRITER",
                        "set_config('app.context_signature', replace(" + own + ", '.read.', '.write.'), true)")
                .replace("BACK", "set_config('app.context_signature', " + own + ", true)");
        List<String> before = rows();

        try (Connection connection = shop.database.connect(Shop.APP);
                Statement injected = connection.createStatement()) {
            injected.execute("select set_config('app.current_tenant_id', '" + Shop.ACME
                    + "', true), set_config('app.context_signature', " + own + ", true); " + sql);
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo("42501");
        }

        assertThat(rows()).isEqualTo(before);
    }

    private static List<String> rows() {
        return shop.database.query("select row_to_json(k)::text from shop.kpis k order by 1");
    }
}
