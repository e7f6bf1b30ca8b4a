package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defining something in the way of the walls, or taking them down: objects, shadows, policies, triggers, rules, grants. */
class DefinitionTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    /** Shadows of names, operators and casts that the application's queries or the walls' functions use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create temp table kpis (name text)",
                "create temporary table signing_keys (id text, inner_block bytea, outer_block bytea)",
                "select 1 as id into temp kpis",
                "create temp view kpis as select 1",
                "create temp sequence s",
                "create function pg_temp.current_setting(text, boolean) returns text language sql return 'x'",
                "create function public.set_config(text, text, boolean) returns text language sql return 'x'",
                "create function public.sha256(bytea) returns bytea language sql return $1",
                "create function shop.is_member(text, text) returns boolean language sql return true",
                "create function shop.leak(text) returns boolean language plpgsql cost 0.0000001 as"
                        + " 'begin raise notice ''%'', $1; return true; end'",
                "create function isolation.x() returns int language sql return 1",
                "create or replace function isolation.verified_tenant() returns uuid language sql return null::uuid",
                "create or replace function isolation.every_actor(uuid, text) returns boolean language sql return true",
                "create procedure public.p() language sql as ''",
                "create aggregate public.spy(text) (sfunc = textcat, stype = text)",
                "create operator public.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)",
                "create operator shop.<< (leftarg = text, rightarg = text, function = textlike)",
                "create operator class public.o for type uuid using btree as function 1 uuid_cmp(uuid, uuid)",
                "create operator family public.f using btree",
                "create cast (text as uuid) with inout as implicit",
                "create cast (uuid as boolean) without function",
                "create type public.kpis as (name text)",
                "create type shop.mood as enum ('x')",
                "create domain public.uuid as text",
                "create collation public.c (locale = 'C')",
                "create conversion public.c for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8",
                "create text search configuration public.c (copy = simple)",
                "create table isolation.x (id int)",
                "create table shop.kpis_copy as select * from shop.kpis",
                "create table public.kpis (id int)",
                "create unlogged table shop.x (id int)",
                "create view shop.peek as select * from shop.kpis",
                "create or replace view shop.summary as select * from shop.kpis",
                "create materialized view shop.peek as select * from shop.kpis",
                "create schema evil",
                "create schema authorization current_user",
                "create language plperlu",
                "create extension pgcrypto",
                "create event trigger e on ddl_command_start execute function isolation.refuse_move()",
                "create publication p for table shop.kpis",
                "create access method m type index handler bthandler",
                "create foreign data wrapper w",
                "create server s foreign data wrapper w",
                "create tablespace t location '/tmp'",
                "create database loot",
                "create transform for text language plpgsql (from sql with function textin(internal))",
            })
    void nothingCanBeDefined(String sql) throws SQLException {
        assertThat(SHOP.refusal(sql)).matches("(?s)(42501|25001|42704|3F000|42883|42809) .*");
    }

    @Test
    void thereIsNoSchemaInWhichTheRoleMayCreate() {
        String application = "'" + InjectableShop.APP + "'";
        assertThat(SHOP.database.query("select nspname from pg_namespace where has_schema_privilege(" + application
                        + ", oid, 'create')"))
                .isEmpty();
        assertThat(SHOP.database.query("select p from unnest(array['create', 'temporary']) p where"
                        + " has_database_privilege(" + application + ", current_database(), p)"))
                .isEmpty();
        assertThat(SHOP.database.query("select relname from pg_class where relowner = " + application
                        + "::regrole union all select proname from pg_proc where proowner = " + application
                        + "::regrole union all select nspname from pg_namespace where nspowner = " + application
                        + "::regrole"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table shop.kpis disable row level security",
                "alter table shop.kpis no force row level security",
                "alter table shop.kpis owner to injected_app",
                "alter table shop.kpis disable trigger all",
                "alter table shop.kpis disable trigger kpis_tenant_isolation_immovable",
                "alter table shop.kpis enable replica rule \"_RETURN\"",
                "alter table shop.kpis rename to old",
                "alter table shop.kpis set schema public",
                "alter table shop.kpis add column x text default 'x'",
                "alter table shop.kpis drop constraint kpis_pkey",
                "alter table shop.kpis alter column tenant_id drop not null",
                "alter table shop.kpis alter column name type text using name || tenant_id",
                "alter table shop.kpis add constraint c check (1 / (value - 990099) < 5)",
                "alter table shop.kpis replica identity full",
                "alter table shop.kpis inherit shop.notes",
                "alter table shop.readings detach partition shop.readings_2025",
                "alter table shop.readings attach partition shop.kpis default",
                "create table shop.readings_2026 partition of shop.readings for values from ('2026-01-01') to"
                        + " ('2027-01-01')",
                "create table shop.child () inherits (shop.kpis)",
                "drop policy kpis_tenant_isolation_floor on shop.kpis",
                "drop policy if exists kpis_tenant_isolation_select on shop.kpis",
                "alter policy kpis_tenant_isolation_floor on shop.kpis using (true)",
                "alter policy kpis_tenant_isolation_floor on shop.kpis to postgres",
                "alter policy kpis_tenant_isolation_floor on shop.kpis rename to x",
                "create policy mine on shop.kpis using (true)",
                "create trigger mine before update on shop.kpis for each row execute function isolation.refuse_move()",
                "drop trigger kpis_tenant_isolation_immovable on shop.kpis",
                "create rule mine as on select to shop.kpis do instead select 1",
                "create rule mine as on insert to shop.kpis do also notify gossip",
                "create index on shop.kpis (name)",
                "create unique index on shop.kpis (name)",
                "create statistics shop.s on name, value from shop.kpis",
                "cluster shop.kpis using kpis_pkey",
                "reindex table shop.kpis",
                "refresh materialized view shop.summary",
                "truncate shop.kpis",
                "truncate shop.kpis cascade",
                "truncate only shop.readings_2025",
                "drop table shop.kpis",
                "drop schema shop cascade",
                "drop schema isolation cascade",
                "drop view shop.summary",
                "drop function isolation.verified_tenant() cascade",
                "drop sequence isolation.anchor",
                "comment on table shop.kpis is 'x'",
                "comment on policy kpis_tenant_isolation_floor on shop.kpis is 'x'",
                "security label on table shop.kpis is 'x'",
                "alter view shop.summary set (security_invoker = false)",
                "alter view shop.summary owner to injected_app",
                "alter function isolation.verified_tenant() set search_path = shop",
                "alter function isolation.verified_tenant() immutable",
                "alter function isolation.verified_tenant() leakproof",
                "alter function isolation.verified_tenant() security invoker",
                "alter function pg_catalog.texteq(text, text) leakproof",
                "alter schema shop owner to injected_app",
                "alter operator = (uuid, uuid) set (restrict = none)",
                "grant select on shop.readings_2025 to injected_app",
                "grant select on isolation.signing_keys to injected_app",
                "grant execute on function isolation.refused_context() to injected_app",
                "revoke select on isolation.signing_keys from injected_owner",
                "update pg_class set relrowsecurity = false",
                "delete from pg_policy",
                "insert into pg_auth_members (roleid, member, grantor) values (1, 2, 3)",
            })
    void noWallCanBeTakenDownOrChanged(String sql) throws SQLException {
        assertThat(SHOP.refusal(sql)).matches("(?s)(42501|25001|22023|42704|42809) .*");
    }

    /** Without a grant option these are warnings; the fixture finds every privilege as it was. */
    @Test
    void grantingOnWhatOneDoesNotOwnGrantsNothing() throws SQLException {
        for (String sql : List.of(
                "grant all on shop.kpis to public",
                "grant select on shop.kpis to postgres with grant option",
                "grant usage on schema shop to public",
                "grant update (tenant_id) on shop.kpis to injected_app",
                "grant execute on function isolation.verified_tenant() to public",
                "revoke select on shop.kpis from injected_app",
                "revoke usage on sequence isolation.anchor from injected_app",
                "alter default privileges grant all on tables to public",
                "analyze shop.kpis")) {
            SHOP.inTransaction(session -> {
                session.run(sql);
                assertThat(session.values("select name from shop.kpis")).containsExactlyInAnyOrder("revenue", "orders");
                session.connection().commit();
            });
        }
    }

    /**
     * Large objects belong to the role and so to all its tenants: what one keeps there, another reads. Nothing of a tenant
     * belongs there; that they hold what was put into them, and no row, is all that is said.
     */
    @Test
    void aLargeObjectHoldsWhatWasPutIntoItAndNoRow() throws SQLException {
        String id = SHOP.asAnn(session -> session.values(
                        "select lo_from_bytea(0, convert_to((select string_agg(name, ',' order by name) from"
                                + " shop.kpis), 'UTF8'))"))
                .getFirst();
        assertThat(SHOP.database.query("select convert_from(lo_get(" + id + "), 'UTF8')"))
                .containsExactly("orders,revenue");
        SHOP.asAnn(session -> session.values("select lo_unlink(" + id + ")"));
    }
}
