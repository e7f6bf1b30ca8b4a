package io.partywall.inspector.check.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Audited;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantChecksTest {

    private static final String EVENTS = """
        create table events (tenant_id uuid, at date) partition by range (at);
        create table events_1 partition of events for values from ('2026-01-01') to ('2027-01-01');
        create table events_2 partition of events for values from ('2027-01-01') to ('2028-01-01');
        """;

    @Test
    void aPartitionIsSaidWhereItsParentIsNot() {
        try (Audited db = Audited.with(EVENTS + "grant truncate on events_1 to audited_app")) {
            assertThat(db.findings("E")).containsExactly("E1 public.events_1");

            db.execute("grant truncate on events to audited_app");
            assertThat(db.findings("E")).containsExactly("E1 public.events");
            db.close("E1 public.events");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void tablesThatAreConfinedThroughAParentHoldTenantsRowsToo() {
        try (Audited db = Audited.with("""
            create table lines (tenant_less uuid);
            alter table lines enable row level security;
            grant trigger on lines to audited_app;
            grant references (id) on orders to audited_app;
            create table settings_of_all (key text);
            grant trigger, truncate on settings_of_all to audited_app;
            """)) {
            assertThat(db.findings("E")).containsExactly("E3 public.lines", "E2 public.orders");
            db.close("E2 public.orders");
            db.close("E3 public.lines");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void aGroupThatOthersAreInIsAPersonsDecision() {
        try (Audited db = Audited.with("""
            create role writers;
            grant writers to audited_app;
            grant truncate on orders to writers;
            """)) {
            assertThat(db.finding("E1 public.orders").remedy().mechanical()).isTrue();

            db.execute("create role operator login; grant writers to operator");
            assertThat(db.finding("E1 public.orders").remedy().mechanical()).isFalse();
            db.close("E1 public.orders");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void maintainIsSaidOncePerTableOrOnceForAll() {
        try (Audited db = Audited.with("")) {
            List<String> expected = List.of();
            if (db.majorVersion() >= 17) {
                db.execute("grant pg_maintain to audited_app");
                assertThat(db.findings("A", "E")).containsExactly("A10 role audited_app");
                db.execute("revoke pg_maintain from audited_app; grant maintain on orders to audited_app");
                expected = List.of("E4 public.orders");
            }
            assertThat(db.findings("A", "E")).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aColumnThatEverybodyReadsIsGrantedToEverybody() {
        try (Audited db = Audited.with("grant select (item) on orders to public; grant truncate on orders to public")) {
            assertThat(db.findings("E")).containsExactly("E5 public.orders");
            db.close("E5 public.orders");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void whoeverMayCreateMayStandInFront() {
        try (Audited db = Audited.with("""
            grant create on schema public to public;
            do $$ begin
                execute format('grant create, temporary on database %I to audited_app', current_database());
            end $$;
            """)) {
            assertThat(db.findings("E")).containsExactly("E6 schema public", "E7 database", "E8 database");
            assertThat(db.finding("E8 database").severity()).isEqualTo(Severity.MEDIUM);

            db.execute("create function f() returns int security definer language sql as 'select 1'");
            assertThat(db.finding("E8 database").severity()).isEqualTo(Severity.HIGH);
            db.close("E6 schema public");
            db.close("E7 database");
            db.close("E8 database");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void defaultGrantsAreOfASchemaOrOfTheDatabase() {
        try (Audited db = Audited.with("""
            create schema closed;
            create schema open;
            grant usage on schema open to audited_app;
            alter default privileges grant select on tables to audited_app;
            alter default privileges in schema open grant insert on tables to public;
            alter default privileges in schema closed grant insert on tables to audited_app;
            """)) {
            assertThat(db.findings("E")).containsExactly("E9 database", "E9 schema open");
            db.close("E9 database");
            db.close("E9 schema open");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void overloadsOfDblinkAreSaidOnce() {
        try (Audited db =
                Audited.with("create extension dblink; grant execute on function lo_import(text) to public")) {
            assertThat(db.findings("E"))
                    .containsExactly(
                            "E10 function pg_catalog.lo_import(text)",
                            "E10 function public.dblink(text)",
                            "E10 function public.dblink_connect(text)",
                            "E10 function public.dblink_exec(text)",
                            "E10 function public.dblink_send_query(text,text)",
                            "E15 extension dblink");
            db.findings("E10").forEach(db::close);
            db.close("E15 extension dblink");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void anUntrustedLanguageIsAsStrongAsTheServer() {
        try (Audited db = Audited.with("""
            create language loose handler plpgsql_call_handler;
            create function anything() returns int language loose as 'begin return 1; end';
            """)) {
            assertThat(db.findings("E")).containsExactly("E11 function public.anything()");
            db.close("E11 function public.anything()");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void aDefinerFunctionThatNeverAsksWhoActsPassesThePolicies() {
        try (Audited db = Audited.with("""
            create role bound nologin;
            create view every_order as select * from orders;
            create function by_view() returns bigint security definer set search_path = '' language sql
                as 'select count(*) from public.every_order';
            create function by_text(t text) returns void security definer set search_path = '' language plpgsql
                as $$ begin execute 'select 1 from ' || t; end $$;
            create function by_context() returns bigint security definer set search_path = '' language sql
                as $$ select count(*) from public.orders where tenant_id = current_setting('app.tenant')::uuid $$;
            create function by_login() returns bigint security definer set search_path = '' language sql
                as 'select count(*) from public.orders where item = session_user';
            create function of_nobody() returns int security definer set search_path = '' language sql as 'select 1';
            create function of_bound() returns bigint security definer set search_path = '' language sql
                as 'select count(*) from public.orders';
            alter function of_bound() owner to bound;
            """)) {
            assertThat(db.findings("E"))
                    .containsExactly("E12 function public.by_text(text)", "E12 function public.by_view()");
            db.close("E12 function public.by_text(text)");
            db.close("E12 function public.by_view()");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void aHashIsNoSecret() {
        try (Audited db = Audited.with("""
            create table users (tenant_id uuid, password_hash text, encrypted_password text, password_digest text,
                secret_count int, "apiKey" text, smtp_password varchar(20), client_secret bytea, secretary text);
            grant select on users to audited_app;
            """)) {
            assertThat(db.findings("E"))
                    .containsExactly(
                            "E13 column public.users.\"apiKey\"",
                            "E13 column public.users.client_secret",
                            "E13 column public.users.smtp_password");
            db.close("E13 column public.users.\"apiKey\"");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void readingEverythingIsSaidOnce() {
        try (Audited db = Audited.with("create sequence counter; grant pg_read_all_data to audited_app")) {
            assertThat(db.findings("A", "E")).containsExactly("A10 role audited_app");
        }
    }

    @Test
    void statementsOfOthersAreSeenByWhoReadsAllStatistics() {
        try (Audited db = Audited.with("create extension pg_stat_statements")) {
            assertThat(db.findings("E")).isEmpty();

            db.execute("grant pg_read_all_stats to audited_app");
            assertThat(db.findings("E")).containsExactly("E15 extension pg_stat_statements");
            db.close("E15 extension pg_stat_statements");
            assertThat(db.findings("E")).isEmpty();
        }
    }

    @Test
    void aForeignServerCountsWithALoginForTheApplication() {
        try (Audited db = Audited.with("""
            create foreign data wrapper nowhere;
            create server elsewhere foreign data wrapper nowhere;
            grant usage on foreign server elsewhere to public;
            create user mapping for postgres server elsewhere;
            """)) {
            assertThat(db.findings("E")).isEmpty();

            db.execute("create user mapping for audited_app server elsewhere");
            assertThat(db.findings("E")).containsExactly("E16 server elsewhere");
            db.close("E16 server elsewhere");
            assertThat(db.findings("E")).isEmpty();
        }
    }
}
