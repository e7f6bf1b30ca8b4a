package io.partywall.inspector.check.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Audited;
import io.partywall.inspector.finding.Severity;
import org.junit.jupiter.api.Test;

class RoleChecksTest {

    private static final String A_TENANT = "'00000000-0000-7000-8000-00000000000a'";

    @Test
    void aSoundDatabaseHasNoneOfThese() {
        try (Audited db = Audited.with("")) {
            assertThat(db.findings("A", "E", "G", "K1", "K3")).isEmpty();
        }
    }

    @Test
    void aMembershipThatDoesNotLetOneBecomeTheRoleIsNoWay() {
        try (Audited db = Audited.with("create role unbound bypassrls")) {
            if (db.majorVersion() >= 16) {
                db.execute("grant unbound to audited_app with set false");
            }
            assertThat(db.findings("A3")).isEmpty();

            db.execute("grant unbound to audited_app" + (db.majorVersion() >= 16 ? " with set true" : ""));
            assertThat(db.findings("A3")).containsExactly("A3 role audited_app");
        }
    }

    @Test
    void aMembershipThatAnotherGrantedEndsToo() {
        try (Audited db = Audited.with("""
            create role unbound bypassrls;
            create role boss;
            grant unbound to boss with admin option;
            set role boss;
            grant unbound to audited_app;
            """)) {
            assertThat(db.findings("A3")).containsExactly("A3 role audited_app");
            assertThat(db.finding("A3 role audited_app").remedy().mechanical()).isTrue();
            db.close("A3 role audited_app");
            assertThat(db.findings("A3")).isEmpty();
        }
    }

    @Test
    void partitionsGoWithTheirParent() {
        try (Audited db = Audited.with("""
            create table events (tenant_id uuid, at date) partition by range (at);
            create table events_1 partition of events for values from ('2026-01-01') to ('2027-01-01');
            alter table events enable row level security;
            alter table events_1 enable row level security;
            alter table events owner to audited_app;
            alter table events_1 owner to audited_app;
            """)) {
            assertThat(db.findings("A4", "A5")).containsExactly("A4 public.events");
            db.close("A4 public.events");
            assertThat(db.findings("A4", "A5")).containsExactly("A5 public.events");
            db.close("A5 public.events");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void whatIsOwnedByInheritanceIsLeftByLeavingTheOwner() {
        try (Audited db = Audited.with("""
            create role owner_of_all nologin;
            grant owner_of_all to audited_app;
            alter table orders owner to owner_of_all;
            create type colour as enum ('red');
            alter type colour owner to owner_of_all;
            create schema owned authorization owner_of_all;
            """)) {
            assertThat(db.findings("A"))
                    .containsExactlyInAnyOrder("A5 public.orders", "A7 schema owned", "A15 role audited_app");
            db.close("A5 public.orders");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void theSequenceOfAnOwnedTablesColumnIsNotSaidApart() {
        try (Audited db = Audited.with("""
            create table numbers (tenant_id uuid, number bigserial, doubled bigint generated always as (1) stored);
            alter table numbers owner to audited_app;
            """)) {
            assertThat(db.findings("A")).containsExactly("A5 public.numbers");

            db.execute("create sequence loose; alter sequence loose owner to audited_app");
            assertThat(db.findings("A")).containsExactly("A5 public.numbers", "A15 role audited_app");
            db.close("A15 role audited_app");
            assertThat(db.findings("A")).containsExactly("A5 public.numbers");
        }
    }

    @Test
    void theOwnerOfTheDatabaseOwnsItsPublicSchemaToo() {
        try (Audited db = Audited.with("""
            do $$ begin execute format('alter database %I owner to audited_app', current_database()); end $$
            """)) {
            assertThat(db.findings("A", "E")).containsExactly("A7 database", "A7 schema public");
            db.close("A7 schema public");
            assertThat(db.findings("A", "E")).isEmpty();
        }
    }

    @Test
    void createRoleWasCriticalBeforePostgresql16() {
        try (Audited db = Audited.with("alter role audited_app createrole")) {
            assertThat(db.finding("A8 role audited_app").severity())
                    .isEqualTo(db.majorVersion() < 16 ? Severity.CRITICAL : Severity.MEDIUM);
        }
    }

    @Test
    void anAttributeThatSetRolePutsOnCounts() {
        try (Audited db = Audited.with("create role copies replication; grant copies to audited_app")) {
            assertThat(db.findings("A")).containsExactly("A9 role audited_app");
            db.close("A9 role audited_app");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void predefinedRolesDifferInHowMuchTheyOpen() {
        try (Audited db = Audited.with("create role staff; grant pg_monitor to staff; grant staff to audited_app")) {
            assertThat(db.finding("A10 role audited_app").severity()).isEqualTo(Severity.MEDIUM);
            db.execute("grant pg_execute_server_program to audited_app");
            assertThat(db.finding("A10 role audited_app").severity()).isEqualTo(Severity.CRITICAL);
            db.close("A10 role audited_app");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void grantOptionsAreTakenBackAndTheGrantsStay() {
        try (Audited db = Audited.with("""
            grant select on orders to audited_app with grant option;
            grant update (item) on orders to audited_app with grant option;
            create role friends; grant friends to audited_app with admin option;
            """)) {
            assertThat(db.findings("A")).containsExactly("A11 membership audited_app in friends", "A11 public.orders");
            db.close("A11 public.orders");
            db.close("A11 membership audited_app in friends");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void theDefaultOfALoginStaysWhenItBecomesTheApplication() {
        try (Audited db = Audited.with("""
            create role gate login noinherit;
            grant audited_app to gate;
            create role elsewhere login;
            alter role elsewhere set app.tenant = %1$s;
            alter role audited_app set app.tenant = '00000000-0000-0000-0000-000000000000';
            """.formatted(A_TENANT))) {
            assertThat(db.findings("A12")).isEmpty();

            db.execute("alter role gate set app.tenant = " + A_TENANT);
            db.execute("do $$ begin execute format('alter role audited_app in database %I set app.tenant = %L',"
                    + " current_database(), " + A_TENANT + "); end $$");
            assertThat(db.findings("A12")).containsExactly("A12 setting app.tenant");
            db.close("A12 setting app.tenant");
            assertThat(db.findings("A12")).isEmpty();
        }
    }

    @Test
    void aSearchPathIsAsSafeAsItsSchemas() {
        try (Audited db = Audited.with("""
            create schema shared;
            alter role audited_app set search_path = shared, public;
            alter role audited_app set row_security = off;
            """)) {
            assertThat(db.findings("A")).containsExactly("A13 setting row_security");
            db.close("A13 setting row_security");
            db.execute("grant create on schema shared to public");
            assertThat(db.findings("A")).containsExactly("A13 setting search_path");
            assertThat(db.finding("A13 setting search_path").severity()).isEqualTo(Severity.MEDIUM);
            db.close("A13 setting search_path");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void parametersOfTheServerAreTakenFromEverybody() {
        try (Audited db = Audited.with("""
            grant set on parameter session_replication_role to public;
            grant alter system on parameter work_mem to audited_app;
            grant set on parameter app.tenant to audited_app;
            """)) {
            assertThat(db.findings("A"))
                    .containsExactly("A14 parameter session_replication_role", "A14 parameter work_mem");
            db.close("A14 parameter session_replication_role");
            db.close("A14 parameter work_mem");
            assertThat(db.findings("A")).isEmpty();
        }
    }

    @Test
    void anAdministratorWhoInheritsTheApplicationsRightsIsNoGate() {
        try (Audited db = Audited.with("""
            create role unbound bypassrls;
            create role administrator login inherit;
            create role gate login noinherit;
            grant unbound, audited_app to administrator;
            grant audited_app to gate;
            """)) {
            assertThat(db.findings("A", "G")).isEmpty();

            db.execute("grant unbound to gate");
            assertThat(db.findings("A", "G")).containsExactly("G6 role gate");
            db.close("G6 role gate");
            assertThat(db.findings("A", "G")).isEmpty();
        }
    }
}
