package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * Getting another tenant's values out: by union, by what an error quotes, by functions that run text, by what holds rows for
 * later. Each of them finds the values where there are no walls, which is asked of a superuser.
 */
class ExtractionTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static final String BETA = "tenant_id = '" + InjectableShop.BETA + "'";

    /** Statements whose rows, or whose error, show a value of Beta's to whoever may read it. */
    static List<String> extractions() {
        return List.of(
                "select name from shop.kpis",
                "select k from shop.kpis k",
                "select text from shop.notes natural full join (select 1) x",
                "select amount from shop.readings",
                "select names from shop.summary",
                "select string_agg(name, ',') from shop.kpis",
                "select (array_agg(name))[3:4] from shop.kpis",
                "select jsonb_agg(k) from shop.kpis k",
                "select json_build_object('k', k) from shop.kpis k",
                "select max(name) over (partition by tenant_id) from shop.kpis",
                "select percentile_disc(0.25) within group (order by name) from shop.kpis",
                "select name from shop.kpis where BETA",
                "select name from shop.kpis where not tenant_id = '" + InjectableShop.ACME + "'",
                "select name from shop.kpis tablesample bernoulli (100)",
                "select name from shop.kpis tablesample system (100) repeatable (1)",
                "select k.name from shop.notes n right join shop.kpis k on false",
                "select l.name from generate_series(1, 2) g, lateral (select name from shop.kpis where g > 0) l",
                "with recursive r as (select min(name) as n from shop.kpis union all select (select min(name) from"
                        + " shop.kpis where name > n) from r where n is not null) select n from r",
                "select name from shop.kpis order by value desc limit 1",
                "select name from shop.kpis where ctid = '(0,3)' or ctid = '(0,4)'",
                "select name, xmin, tableoid, ctid from shop.kpis where xmin::text <> ''",
                "select query_to_xml('select name from shop.kpis', true, false, '')",
                "select query_to_xml_and_xmlschema('select name from shop.kpis', true, false, '')",
                "select table_to_xml('shop.kpis', true, false, '')",
                "select schema_to_xml('shop', true, false, '')",
                "select database_to_xml(true, false, '')",
                "select database_to_xml_and_xmlschema(true, true, '')",
                "select word from ts_stat('select to_tsvector(''simple'', name) from shop.kpis')",
                "select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, plainto_tsquery(''simple'', min(name)) from"
                        + " shop.kpis where name like ''beta%''')",
                "select name::int from shop.kpis where value > 990000",
                "select (name || '')::date from shop.kpis where value > 990000",
                "select cast(name as uuid) from shop.kpis where value > 990000",
                "select name::regclass from shop.kpis where value > 990000",
                "select to_tsquery(name || ' !&') from shop.kpis where value > 990000",
                "select xmlparse(document name) from shop.kpis where value > 990000",
                "select jsonb_path_query(to_jsonb(k), ('strict $.' || quote_ident(k.name))::jsonpath) from shop.kpis k"
                        + " where value > 990000",
                "select ('\"' || name)::json from shop.kpis where value > 990000",
                "select set_config('x.' || name || '!', '', true) from shop.kpis where value > 990000",
                "select name::inet from shop.kpis where value > 990000",
                "select convert_to(name, name) from shop.kpis where value > 990000",
                "select current_setting(name) from shop.kpis where value > 990000",
                "do $$ begin raise '%', (select string_agg(name, ',') from shop.kpis); end $$",
                "do $$ declare n text; begin execute 'select string_agg(name, '','') from shop.kpis' into n;"
                        + " perform n::int; exception when others then raise '%', sqlerrm; end $$",
                "do $$ declare r record; begin for r in select name from shop.kpis where name like 'beta%' loop"
                        + " begin perform r.name::int; exception when others then raise 'told: %', sqlerrm; end;"
                        + " end loop; end $$",
                "do $$ declare c refcursor; n text; begin open c for execute 'select name from shop.kpis where value >"
                        + " 990000'; fetch c into n; raise 'got %', n; end $$",
                "explain (analyze, verbose, buffers, costs off) select name from shop.kpis where value > 990000"
                        + " and name::int > 0");
    }

    /** What comes back or is told in the error. */
    private static List<String> got(String sql, boolean superuser) throws SQLException {
        String asked = sql.replace("BETA", BETA);
        try {
            if (superuser) {
                try (Connection admin = SHOP.database.admin()) {
                    return new Session(admin).values(asked);
                }
            }
            return SHOP.stacked(asked);
        } catch (SQLException told) {
            return List.of(Session.told(told));
        } catch (org.jooq.exception.DataAccessException told) {
            return List.of(String.valueOf(told.getCause()));
        }
    }

    @ParameterizedTest
    @MethodSource("extractions")
    void aValueIsNotExtracted(String sql) throws SQLException {
        assertThat(got(sql, true)).as("without walls").anyMatch(InjectableShop::betrays);
        assertThat(got(sql, false)).noneMatch(InjectableShop::betrays);
    }

    /** Conditions that fail on a row of Beta's: PostgreSQL asks them of no row that a policy has not let through. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 / (value - 990099) < 5",
                "1 / (case when name = 'beta-revenue' then 0 else 1 end) = 1",
                "(case when name like 'beta%' then name::int else 1 end) = 1",
                "(name || '!')::text <> '' and case when value = 990042 then ('x' || name)::int else 1 end = 1",
                "sqrt(990000 - value) >= 0",
                "name ~ (case when value > 990000 then '(' else '.' end)",
                "chr(case when value > 990000 then 0 else 65 end) = 'A'",
                "repeat('x', case when value > 990000 then 2000000000 else 1 end) <> ''",
                "xmlparse(content case when value > 990000 then '<' else 'x' end) is not null",
                "jsonb_path_exists(to_jsonb(value), (case when value > 990000 then '$[' else '$' end)::jsonpath)",
                "exists (select 1 from shop.notes n where 1 / (n.id - 2) < 5 and 1 / (value - 990042) < 5)",
                "(select 1 / (count(*) - 4) from shop.kpis) < 5",
            })
    void aConditionThatTellsWhatItIsAskedIsAskedAboutTheOwnRowsOnly(String condition) throws SQLException {
        String query = "select name from shop.kpis where " + condition;
        assertThat(got(query, true)).as("without walls").allMatch(told -> told.contains("ERROR"));
        for (String planner : List.of("on", "off")) {
            assertThat(SHOP.stacked("set local enable_indexscan = " + planner + "; set local enable_seqscan = "
                            + (planner.equals("on") ? "off" : "on") + "; " + query))
                    .containsOnly("revenue", "orders");
        }
        assertThat(SHOP.injected("x' or " + condition + " --")).containsOnly("revenue", "orders");
    }

    @Test
    void anEntityOfAnXmlDocumentReadsNoFile() throws SQLException {
        assertThat(SHOP.stacked("select xmlparse(document '<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                        + "<x>&e;</x>')::text"))
                .noneMatch(text -> text.contains("root:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy shop.kpis to program 'cat'",
                "copy (select 1) to program 'id'",
                "copy shop.kpis to '/tmp/kpis'",
                "copy shop.kpis from '/etc/passwd'",
                "copy shop.kpis from program 'id'",
                "copy shop.readings_2025 to stdout",
                "select dblink('dbname=postgres', 'select 1')",
                "select * from dblink_connect('x')",
                "create extension dblink",
                "create extension postgres_fdw",
                "create foreign table shop.far (id int) server nowhere",
                "import foreign schema x from server y into shop",
                "create subscription s connection 'dbname=postgres' publication p",
            })
    void noWayOutOfTheServerIsOpen(String sql) throws SQLException {
        assertThat(SHOP.refusal(sql)).matches("(?s)(42501|42883|0A000|58P01|42704|25001) .*");
    }

    /** COPY needs the driver's own interface, which a scope does not give; so this is the login without the library. */
    @Test
    void copyingOutGivesTheOwnRowsAndCopyingInIsRefused() throws SQLException, IOException {
        try (Session login = SHOP.login()) {
            login.enter(SHOP.ann(Access.WRITE));
            StringWriter copied = new StringWriter();
            var copy = login.connection().unwrap(PGConnection.class).getCopyAPI();
            for (String table : List.of("shop.kpis", "shop.notes", "shop.readings", "(table shop.summary)")) {
                copy.copyOut("copy " + table + " to stdout", copied);
            }
            assertThat(copied.toString()).contains("revenue", "our note");
            assertThat(InjectableShop.betrays(copied.toString())).isFalse();
            assertThat(login.refusal("copy shop.kpis from stdin")).startsWith("0A000 ");
        }
        try (Connection admin = SHOP.database.admin()) {
            StringWriter copied = new StringWriter();
            admin.unwrap(PGConnection.class).getCopyAPI().copyOut("copy shop.kpis to stdout", copied);
            assertThat(InjectableShop.betrays(copied.toString())).isTrue();
        }
    }

    @Test
    void aCursorHoldsTheRowsOfItsOwnContext() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("declare held cursor with hold for select name from shop.kpis");
            session.run("declare scrolled scroll cursor for select name from shop.kpis");
            session.run("declare late cursor for select name from shop.kpis");
            List<String> seen = new ArrayList<>(session.values("fetch first from scrolled"));
            session.run("select set_config('app.current_tenant_id', '" + InjectableShop.BETA + "', true)");
            assertThat(session.refusal("fetch first from late")).startsWith("42501 ");
            seen.addAll(session.values("fetch last from scrolled"));
            seen.addAll(session.values("fetch backward all from scrolled"));
            seen.addAll(session.values("select cursor_to_xml('scrolled', 100, true, false, '')"));
            session.run("select set_config('app.current_tenant_id', '" + InjectableShop.ACME + "', true)");
            session.connection().commit();
            seen.addAll(session.values("fetch all from held"));
            assertThat(seen).contains("revenue", "orders").noneMatch(InjectableShop::betrays);
        });
    }

    /** What channels carry belongs to whoever listens: none of it comes from a table. */
    @Test
    void aChannelCarriesWhatWasSentAndNoRows() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("listen takings");
            session.run("select pg_notify('takings', (select string_agg(name, ',') from shop.kpis))");
            session.run(
                    "select pg_logical_emit_message(true, 'takings', (select string_agg(name, ',') from shop.kpis))");
            session.connection().commit();
            session.run("select 1");
        });
        try (Session login = SHOP.login()) {
            login.run("listen takings");
            login.enter(SHOP.ann(Access.READ))
                    .run("select pg_notify('takings', (select string_agg(name, ',' order by name) from shop.kpis))");
            login.connection().commit();
            login.connection().setAutoCommit(true);
            login.run("select 1");
            assertThat(login.connection().unwrap(PGConnection.class).getNotifications())
                    .extracting(org.postgresql.PGNotification::getParameter)
                    .containsExactly("orders,revenue");
        }
    }
}
