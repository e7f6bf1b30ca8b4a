package io.partywall.inspector.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Wishes;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy lets through, however it is written. */
class PolicyMeaningTest {

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        TestDatabase.createRole("meaning_app", "nosuperuser nobypassrls");
        database = TestDatabase.create();
        database.execute("""
            create table tenants (id uuid primary key, name text);
            create table members (org uuid references tenants, user_id uuid, role text);
            create table admins (user_id uuid);
            create table projects (id uuid primary key, tenant_id uuid references tenants);
            create table kpis (id uuid, tenant_id uuid references tenants, owner uuid, status text, project uuid);
            create table reference (tenant_id uuid references tenants);
            alter table reference enable row level security;
            create policy r on reference to meaning_app
                using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
            alter table projects enable row level security;
            create policy p on projects to meaning_app
                using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
            alter table kpis enable row level security;
            grant select on all tables in schema public to meaning_app;
            create function current_tenant() returns uuid stable language sql
                as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;
            create function flag(name text) returns boolean stable language sql
                as $$ select current_setting(name, true) = 'on' $$;
            create function is_support() returns boolean stable language plpgsql
                as $$ begin return flag('app.support'); end $$;
            create function me() returns uuid stable language sql
                as $$ select nullif(current_setting('app.user', true), '')::uuid $$;
            create function always() returns boolean stable language sql as $$ select true $$;
            create function my_tenants() returns setof uuid stable language sql
                as $$ select org from members where user_id = current_setting('app.user', true)::uuid $$;
            create function may_see(tenant uuid) returns boolean stable language sql
                as $$ select tenant in (select org from members where user_id = current_setting('app.user', true)::uuid) $$;
            """);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid",
                "(select nullif(current_setting('app.tenant', true), '')::uuid) = tenant_id",
                "tenant_id::text = current_setting('app.tenant', true)",
                "tenant_id::text = (select current_setting('app.tenant', true))",
                "tenant_id = current_tenant()",
                "tenant_id = (select current_tenant()) and status <> 'deleted'",
                "(status = 'open' or owner is null) and tenant_id = current_tenant()",
                "tenant_id is not distinct from current_tenant() and tenant_id is not null",
                "case when current_setting('app.tenant', true) = '' then false else tenant_id = current_tenant() end",
                "coalesce(tenant_id = current_tenant(), false)",
                "(tenant_id = current_tenant()) is true",
                "not (tenant_id is distinct from current_tenant()) and tenant_id is not null",
                "tenant_id = any (string_to_array(current_setting('app.tenants', true), ',')::uuid[])",
                "tenant_id in (select org from members where user_id = current_setting('app.user', true)::uuid)",
                "tenant_id = any (array(select org from members where user_id = current_setting('app.user')::uuid))",
                "exists (select from members m where m.org = kpis.tenant_id and m.user_id ="
                        + " current_setting('app.user')::uuid)",
                "current_setting('app.user')::uuid in (select m.user_id from members m where m.org = kpis.tenant_id)",
                "project in (select id from projects)",
                "exists (select from projects p where p.id = project and p.tenant_id = current_tenant())",
                "exists (select from projects p where p.id = project)",
                "(select p.tenant_id from projects p where p.id = project) = current_tenant()",
                "tenant_id in (select my_tenants())",
                "tenant_id in (select * from my_tenants())",
                "tenant_id = any (array(select my_tenants()))",
                "may_see(tenant_id)",
                "(select may_see(tenant_id))",
                "tenant_id = (current_setting('request.jwt.claims', true)::json ->> 'tenant_id')::uuid",
                "tenant_id = (nullif(current_setting('request.jwt.claims', true), '')::jsonb #>> '{app,tenant}')::uuid",
                "tenant_id in (select m.org from members m join admins a on a.user_id = m.user_id where m.user_id ="
                        + " current_setting('app.user')::uuid)",
                "tenant_id in (with mine as (select org from members where user_id ="
                        + " current_setting('app.user')::uuid) select org from mine)",
                "tenant_id in (select org from (select org from members where user_id ="
                        + " current_setting('app.user')::uuid) m)",
                "false",
                "tenant_id = current_tenant() or false",
                "tenant_id = current_tenant() or 1 = 2",
                "not (tenant_id <> current_tenant())",
                "tenant_id between current_tenant() and current_tenant()",
                "true is not distinct from (tenant_id = current_tenant())",
                "tenant_id = coalesce(current_tenant(), '00000000-0000-0000-0000-000000000000')",
                "(select count(*) from members m where m.org = kpis.tenant_id and m.user_id = me()) > 0",
                "(select true from members m where m.org = kpis.tenant_id and m.user_id = me())",
                "coalesce((select bool_or(true) from members m where m.org = kpis.tenant_id and m.user_id = me()),"
                        + " false)",
                "(tenant_id, project) in (select p.tenant_id, p.id from projects p)",
                "(tenant_id, owner) in (select m.org, m.user_id from members m where m.user_id = me())",
                "array[tenant_id::text] <@ string_to_array(current_setting('app.tenants'), ',')",
                "string_to_array(current_setting('app.tenants'), ',') @> array[tenant_id::text]",
                "exists (select from tenants t, lateral (select from members m where m.org = t.id and m.user_id ="
                        + " me()) x where t.id = kpis.tenant_id)",
                "(current_setting('app.claims')::jsonb -> 'orgs') ? tenant_id::text",
                "(current_setting('app.claims')::jsonb -> 'orgs') @> to_jsonb(tenant_id::text)",
                "tenant_id in (select t.id from tenants t where exists (select from members m where m.org = t.id and"
                        + " m.user_id = me()))",
                "tenant_id in (select t.id from tenants t where t.id in (select org from members where user_id ="
                        + " me()))",
                "exists (select from tenants t where t.id = kpis.tenant_id and exists (select from members m where"
                        + " m.org = t.id and m.user_id = me()))",
                "exists (select from members m join tenants t on t.id = m.org left join projects p on p.tenant_id ="
                        + " t.id where m.org = kpis.tenant_id and m.user_id = me())",
                "coalesce((select count(*) > 0 from members m where m.org = kpis.tenant_id and m.user_id = me()),"
                        + " false)",
                "tenant_id in (select m.org from members m natural join admins a where a.user_id = me())",
                "tenant_id in (select m.org from members m join admins a using (user_id) where user_id = me())",
                "tenant_id in (select m.org from members m where m.user_id = me() group by m.org)",
                "tenant_id in (select m.org from members m where m.user_id = me() group by m.org having count(*) > 0)",
                "tenant_id in (select distinct m.org from members m where m.user_id = me() order by m.org limit 10)",
            })
    void confines(String expression) throws SQLException {
        assertThat(meaning(expression).openings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNBOUND: true",
                "UNBOUND: tenant_id = tenant_id",
                "UNBOUND: tenant_id is not null",
                "UNBOUND: owner = owner",
                "UNBOUND: status is not null",
                "UNBOUND: tenant_id = current_tenant() or 1 = 1",
                "UNBOUND: tenant_id = current_tenant() or 2 > 1",
                "UNBOUND: tenant_id = current_tenant() or 'a' = 'a'",
                "UNBOUND: tenant_id <> current_tenant()",
                "UNBOUND: tenant_id >= current_tenant()",
                "UNBOUND: not (tenant_id = current_tenant())",
                "UNBOUND: tenant_id in (select org from members)",
                "UNBOUND: tenant_id in (select org from members where user_id = current_setting('app.user')::uuid or"
                        + " true)",
                "UNBOUND: exists (select from members m where m.user_id = current_setting('app.user')::uuid)",
                "UNBOUND: exists (select from members m where m.org = org and m.user_id ="
                        + " current_setting('app.user')::uuid)",
                "UNBOUND: exists (select from members m where m.org = kpis.tenant_id)",
                "UNBOUND: coalesce(tenant_id = current_tenant(), true) or always()",
                "UNBOUND: tenant_id in (select id from tenants)",
                "UNBOUND: always()",
                "BYPASS: tenant_id = current_tenant() or current_setting('app.bypass', true) = 'on'",
                "BYPASS: tenant_id = current_tenant() or current_setting('app.bypass', true)::boolean",
                "BYPASS: tenant_id = current_tenant() or coalesce(current_setting('app.bypass', true)::boolean, false)",
                "BYPASS: tenant_id = current_tenant() or is_support()",
                "BYPASS: tenant_id = current_tenant() or (select is_support())",
                "BYPASS: tenant_id = current_tenant() or current_setting('app.tenant', true) = 'root'",
                "BYPASS: tenant_id = current_tenant() or current_setting('app.tenant', true) ="
                        + " current_setting('app.root', true)",
                "BYPASS: tenant_id = current_tenant() or exists (select from admins a where a.user_id ="
                        + " current_setting('app.user')::uuid)",
                "BYPASS: tenant_id = current_tenant() or current_user = 'support'",
                "BYPASS: case when current_setting('app.bypass', true) = 'on' then true else tenant_id ="
                        + " current_tenant() end",
                "BYPASS: (tenant_id = current_tenant() or status = 'x') and (tenant_id = current_tenant() or"
                        + " is_support())",
                "UNSET_CONTEXT: tenant_id = current_tenant() or current_setting('app.tenant', true) is null",
                "UNSET_CONTEXT: tenant_id = current_tenant() or current_setting('app.tenant', true) = ''",
                "UNSET_CONTEXT: tenant_id = current_tenant() or coalesce(current_setting('app.tenant', true), '') = ''",
                "UNSET_CONTEXT: tenant_id = current_tenant() or current_tenant() is null",
                "UNSET_CONTEXT: tenant_id = coalesce(current_tenant(), tenant_id)",
                "UNSET_CONTEXT: coalesce(tenant_id = current_tenant(), true)",
                "UNSET_CONTEXT: (tenant_id = current_tenant()) is not false",
                "PATTERN: tenant_id::text like current_setting('app.tenant', true) || '%'",
                "PATTERN: current_setting('app.tenant') ~ tenant_id::text",
                "PATTERN: starts_with(tenant_id::text, current_setting('app.tenant'))",
                "PATTERN: position(tenant_id::text in current_setting('app.tenants')) > 0",
                "LITERAL: tenant_id = '00000000-0000-0000-0000-000000000001'",
                "LITERAL: tenant_id = current_tenant() or tenant_id = '00000000-0000-0000-0000-000000000001'",
                "LITERAL: tenant_id in ('00000000-0000-0000-0000-000000000001',"
                        + " '00000000-0000-0000-0000-000000000002')",
                "OTHER_COLUMNS: status = 'public'",
                "OTHER_COLUMNS: tenant_id = current_tenant() or status = 'public'",
                "OTHER_COLUMNS: status = 'public' and true",
                "UNBOUND: tenant_id in (select m2.org from members m1, members m2 where m1.user_id = me())",
                "UNBOUND: exists (select from members m, admins a where m.org = kpis.tenant_id and a.user_id = me())",
                "UNBOUND: tenant_id in (select t.id from tenants t, projects p)",
                "UNBOUND: tenant_id in (select t.id from tenants t left join projects p on p.tenant_id = t.id)",
                "UNBOUND: exists (select from members m where m.role = kpis.status and m.user_id = me())",
                "UNBOUND: status in (select name from tenants where id = current_tenant())",
                "UNBOUND: owner in (select user_id from members m where m.org = current_tenant())",
                "OTHER_COLUMNS: exists (select from projects p where left(p.id::text, 1) = left(kpis.project::text,"
                        + " 1))",
                "UNBOUND: exists (select count(*) from members m where m.org = kpis.tenant_id and m.user_id = me())",
                "UNBOUND: tenant_id in (select t.id from tenants t left join (select org from members where user_id ="
                        + " me()) m on m.org = t.id)",
                "UNBOUND: tenant_id::text = coalesce(nullif(current_setting('app.tenant', true), '*'),"
                        + " tenant_id::text)",
                "UNBOUND: tenant_id::varchar(4) = current_setting('app.tenant')::varchar(4)",
                "UNBOUND: array[tenant_id::text, status] && string_to_array(current_setting('app.tenants'), ',')",
                "UNBOUND: tenant_id <> all (array[current_tenant()])",
                "UNBOUND: exists (select from (select org from members where user_id = me()) m right join tenants t on"
                        + " t.id = m.org where t.id = kpis.tenant_id)",
                "UNBOUND: exists (select from projects p join tenants t on true where t.id = kpis.tenant_id)",
                "UNBOUND: exists (select from tenants t where t.id in (select org from members where user_id = me()))",
                "UNBOUND: exists (select from tenants t where exists (select from members m where m.org = t.id and"
                        + " m.user_id = me()))",
                "UNBOUND: exists (select from tenants t where t.id = kpis.tenant_id and exists (select from members m"
                        + " where m.user_id = me()))",
                "UNBOUND: tenant_id in (select m.org from members m where exists (select from members x where x.role ="
                        + " m.role and x.user_id = me()))",
                "UNBOUND: tenant_id in (select o.org from (select m2.org from members m1, members m2 where m1.user_id"
                        + " = me()) o)",
                "LITERAL: (select count(*) from members m where m.org = kpis.tenant_id) > 0",
                "UNBOUND: (select count(*) from members m where m.org = kpis.tenant_id and m.user_id = me()) >= 0",
                "UNBOUND: (select count(*) from members m where m.org = kpis.tenant_id and m.user_id = me()) = 0",
                "UNBOUND: tenant_id in (select m.org from members m group by m.org having count(*) > 1)",
                "UNBOUND: tenant_id in (select m.org from members m group by m.org having bool_or(m.user_id = me()) or"
                        + " true)",
            })
    void opens(String line) throws SQLException {
        String[] parts = line.split(": ", 2);

        assertThat(meaning(parts[1]).opening().orElseThrow().kind()).hasToString(parts[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant_id is null or tenant_id = current_tenant()",
                "tenant_id is not distinct from current_tenant() or tenant_id is null",
                "coalesce(tenant_id, current_tenant()) = current_tenant()",
            })
    void passesNobodysRowsOnly(String expression) throws SQLException {
        Meaning meaning = meaning(expression);

        assertThat(meaning.passesNobodysRows()).isTrue();
        assertThat(meaning.openings()).isEmpty();
    }

    private static Meaning meaning(String expression) throws SQLException {
        database.execute(
                "drop policy if exists p on kpis; create policy p on kpis to meaning_app using (" + expression + ")");
        try (Connection connection = database.admin()) {
            connection.createStatement().execute("set search_path = pg_catalog");
            Database db =
                    Database.read(connection, new Wishes(List.of("meaning_app"), "tenant_id", "app.tenant", Map.of()));
            Policy policy = db.catalogue().relations().stream()
                    .filter(r -> r.name().equals("kpis"))
                    .flatMap(r -> db.catalogue().policies(r).stream())
                    .findFirst()
                    .orElseThrow();
            return db.seen(policy).orElseThrow();
        }
    }
}
