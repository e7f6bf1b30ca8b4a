package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A context with READ cannot write, whatever SQL runs in it. */
class ReadOnlyTest {

    private static final String ACME = "'" + Shop.ACME + "'";
    private static final String ALL = "select tenant_id || name || coalesce(value, 0) from shop.kpis order by 1";

    private static Shop shop;
    private static AppLogin login;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        login = new AppLogin(shop.database, Shop.APP);
    }

    @AfterAll
    static void close() throws SQLException {
        login.close();
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into shop.kpis (tenant_id, name) values (ACME, 'new')",
                "insert into shop.kpis (tenant_id, name) select tenant_id, name || 'x' from shop.kpis",
                "insert into shop.kpis (tenant_id, name) values (ACME, 'revenue') on conflict do nothing",
                "insert into shop.kpis (tenant_id, name) values (ACME, 'revenue')"
                        + " on conflict (tenant_id, name) do update set value = 666",
                "update shop.kpis set value = 666",
                "update shop.kpis set value = value",
                "update shop.kpis k set value = 666 from shop.kpis other where other.name = k.name",
                "delete from shop.kpis",
                "delete from shop.kpis k using shop.kpis other where other.name = k.name",
                "merge into shop.kpis k using (values ('revenue')) as v (name) on k.name = v.name"
                        + " when matched then update set value = 666",
                "merge into shop.kpis k using (values ('revenue')) as v (name) on k.name = v.name"
                        + " when matched then delete",
                "merge into shop.kpis k using (values ('new')) as v (name) on k.name = v.name"
                        + " when not matched then insert (tenant_id, name) values (ACME, v.name)",
                "with gone as (delete from shop.kpis returning name) insert into shop.kpis (tenant_id, name)"
                        + " select ACME, name || 'x' from gone",
            })
    void aReaderChangesNothing(String sql) throws SQLException {
        List<String> before = login.as(shop.ann(Access.WRITE)).rows(ALL);
        assertThat(login.as(shop.ann(Access.READ)).changed(sql.replace("ACME", ACME)))
                .isLessThanOrEqualTo(0);
        // In the same transaction, so that what had been written would be seen.
        assertThat(login.rows(ALL)).isEqualTo(before).hasSize(2);
    }

    @Test
    void aReaderReads() throws SQLException {
        assertThat(login.as(shop.ann(Access.READ)).rows("select name from shop.kpis"))
                .hasSize(2);
        assertThat(login.rows("select isolation.verified_tenant()")).containsExactly(Shop.ACME.toString());
        assertThat(login.rows("select isolation.writable_tenant()")).containsExactly("null");
    }

    @Test
    void aWriterWrites() throws SQLException {
        login.as(shop.ann(Access.WRITE));
        assertThat(login.changed("insert into shop.kpis (tenant_id, name) values (" + ACME + ", 'new')"))
                .isEqualTo(1);
        assertThat(login.changed("update shop.kpis set value = 1")).isEqualTo(3);
        assertThat(login.changed("delete from shop.kpis")).isEqualTo(3);
    }
}
