package io.partywall.inspector.check.relations;

import static io.partywall.inspector.check.Inspected.walled;
import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.check.Inspected;
import org.junit.jupiter.api.Test;

class RelationChecksTest {

    private static final String ORDERS = """
        create table orders (id uuid primary key, tenant_id uuid not null references tenants, item text, note text);
        grant select, insert on orders to checked_app;
        """ + walled("orders");

    private static final String OWN = "tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)";

    @Test
    void aWallThatDoesNotBindAnOrdinaryOwnerIsFoundAndForced() {
        try (Inspected db = Inspected.schema(
                "B",
                ORDERS
                        + "alter table orders owner to checked_owner; alter table orders no force row level"
                        + " security;")) {
            assertThat(db.findings()).containsExactly("B4 public.orders");
            db.assertThatQueriesShow();
            db.remedy("B4 public.orders");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aWallThatDoesNotBindASuperuserIsNoFinding() {
        try (Inspected db = Inspected.schema("B", ORDERS + "alter table orders no force row level security;")) {
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void grantsOnLockedPartitionsAreTakenBack() {
        try (Inspected db = Inspected.schema("B", """
            create table events (tenant_id uuid not null references tenants, at date) partition by range (at);
            create table events_old partition of events for values from ('2020-01-01') to ('2021-01-01');
            alter table events_old enable row level security;
            grant select on events, events_old to checked_app;
            """ + walled("events"))) {
            assertThat(db.findings()).containsExactly("B3 public.events_old");
            db.remedy("B3 public.events_old");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void openPartitionsOfATableThatIsWalledThroughItsParentAreFound() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create table lines (order_id uuid not null references orders, at date) partition by range (at);
            create table lines_old partition of lines for values from ('2020-01-01') to ('2021-01-01');
            alter table lines enable row level security;
            create policy own on lines using (order_id in (select id from orders));
            grant select on lines, lines_old to checked_app;
            """)) {
            assertThat(db.findings()).containsExactly("B5 public.lines_old");
            db.remedy("B5 public.lines_old");
            assertThat(db.findings()).containsExactly("B3 public.lines_old");
            db.remedy("B3 public.lines_old");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void grandchildrenThatAreOnlyReadAreWalledThroughTheirParents() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create table lines (id uuid primary key, order_id uuid not null references orders);
            create table serials (line_id uuid not null references lines, serial text);
            create table currencies (code text primary key);
            grant select on lines, serials, currencies to checked_app;
            """)) {
            assertThat(db.findings()).containsExactly("B8 public.lines", "B8 public.serials");
            db.assertThatQueriesShow();
            db.remedy("B8 public.lines");
            db.remedy("B8 public.serials");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void anOpenCheckOfATableWithoutTenantIsFound() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create table lines (order_id uuid not null references orders, line int);
            alter table lines enable row level security;
            create policy own on lines using (order_id in (select id from orders)) with check (true);
            grant select, insert on lines to checked_app;
            """)) {
            assertThat(db.findings()).containsExactly("B8 public.lines");
            db.remedy("B8 public.lines");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void viewsThatConfineInsideASubselectAreNoHole() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create view by_subselect with (security_barrier) as
                select count(*) from (select * from orders where OWN) o;
            create view above_subselect with (security_barrier) as
                select item from (select tenant_id, item from orders) o where OWN;
            create view by_with with (security_barrier) as with o as (select * from orders where OWN) select item from o;
            create view by_both with (security_barrier) as
                select item from orders where OWN union all select note from orders where OWN;
            grant select on by_subselect, above_subselect, by_with, by_both to checked_app;
            """.replace("OWN", OWN))) {
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void viewsThatConfineOnlyAPartOfWhatTheyShowAreFound() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create view one_arm with (security_barrier) as
                select item from orders where OWN union all select note from orders;
            create view in_target with (security_barrier) as select (select count(*) from orders) as n;
            create view behind_outer_join with (security_barrier) as
                select o.item from tenants t left join orders o on o.OWN;
            create view renamed with (security_barrier) as select tenant_id as owner, item from orders;
            create view no_barrier as select item from orders where OWN;
            create view above_no_barrier as select item from no_barrier;
            grant select on one_arm, in_target, renamed, above_no_barrier to checked_app;
            """.replace("OWN", OWN))) {
            assertThat(db.findings())
                    .containsExactly(
                            "B11 public.above_no_barrier",
                            "B9 public.in_target",
                            "B9 public.one_arm",
                            "B9 public.renamed");
            db.assertThatQueriesShow();
            db.remedy("B11 public.above_no_barrier");
            db.remedy("B9 public.renamed");
            assertThat(db.findings()).containsExactly("B9 public.in_target", "B9 public.one_arm");
        }
    }

    @Test
    void aViewOverAMaterialisedViewIsFoundAsWhatItIs() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create materialized view items as select tenant_id, item from orders;
            create view items_of_all as select item from items;
            create view items_of_mine with (security_barrier) as select item from items where OWN;
            grant select on items_of_all, items_of_mine to checked_app;
            """.replace("OWN", OWN))) {
            assertThat(db.findings()).containsExactly("B9 public.items_of_all");
        }
    }

    @Test
    void aViewWhoseOwnerHasAnOpenPolicyOfHisOwnIsFound() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create policy reporting on orders for select to checked_owner using (true);
            create view totals as select count(*) from orders;
            alter view totals owner to checked_owner;
            grant select on orders to checked_owner;
            grant select on totals to checked_app;
            """)) {
            assertThat(db.findings()).containsExactly("B9 public.totals");
        }
    }

    @Test
    void onlyRulesThatDoSomethingAreFound() {
        try (Inspected db = Inspected.schema("B", ORDERS + """
            create rule append_only as on delete to orders do instead nothing;
            create rule moved as on update to orders do also insert into orders values (old.id, old.tenant_id);
            """)) {
            assertThat(db.findings()).containsExactly("B14 rule moved on public.orders");
            db.assertThatQueriesShow();
            db.remedy("B14 rule moved on public.orders");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void defaultPrivilegesOfThoseWhoCannotAddPartitionsAreNoFinding() {
        try (Inspected db = Inspected.schema("B", """
            create table events (tenant_id uuid not null references tenants, at date) partition by range (at);
            grant select on events to checked_app;
            alter default privileges for role checked_owner grant select on tables to checked_app;
            """ + walled("events"))) {
            assertThat(db.findings()).isEmpty();
            db.execute("alter table events owner to checked_owner");
            assertThat(db.findings()).containsExactly("B7 public.events");
            db.assertThatQueriesShow();
            db.remedy("B7 public.events");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aServerThatLetsEverybodyReadLargeObjectsIsFound() {
        try (Inspected db = Inspected.schema("B", ORDERS)) {
            db.execute("alter database " + db.databaseName() + " set lo_compat_privileges = on");
            assertThat(db.findings()).containsExactly("B20 database");
            db.assertThatQueriesShow();
        }
    }

    @Test
    void policiesThatAskWhatATableHasNotAreNotCopiedToIt() {
        try (Inspected db = Inspected.schema("B", """
            create table members (tenant_id uuid not null references tenants, user_id uuid not null);
            create table projects (tenant_id uuid not null references tenants, deleted boolean not null);
            alter table projects enable row level security;
            create policy own on projects using (not deleted and tenant_id in (
                select tenant_id from members where user_id = current_setting('app.user')::uuid));
            grant select on projects, members to checked_app;
            """)) {
            assertThat(db.finding("B1 public.members").remedy().mechanical()).isFalse();
        }
    }
}
