package io.partywall.inspector.check.keys;

import static io.partywall.inspector.check.Inspected.walled;
import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.check.Inspected;
import io.partywall.inspector.finding.Severity;
import org.junit.jupiter.api.Test;

class KeyChecksTest {

    private static final String POSTS = """
        create table posts (
            id uuid primary key, tenant_id uuid not null references tenants, title text, slug text);
        grant select, insert on posts to checked_app;
        """ + walled("posts");

    private static String child(String reference) {
        return """
            create table notes (
                id uuid primary key, tenant_id uuid not null references tenants, post uuid,
                constraint notes_post foreign key (post) references posts %s);
            grant select, insert on notes to checked_app;
            """.formatted(reference) + walled("notes");
    }

    @Test
    void aTenantThatMayBeNullIsFoundAndMadeToBePresent() {
        try (Inspected db = Inspected.schema("D", POSTS + "alter table posts alter tenant_id drop not null;")) {
            assertThat(db.findings()).containsExactly("D1 column public.posts.tenant_id");
            db.assertThatQueriesShow();
            db.remedy("D1 column public.posts.tenant_id");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aTenantThatACheckKeepsFromBeingNullIsNoFinding() {
        try (Inspected db = Inspected.schema(
                "D", POSTS + "alter table posts alter tenant_id drop not null, add check (tenant_id is not null);")) {
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aTenantThatMayBeChangedIsTakenFromTheGrant() {
        try (Inspected db = Inspected.schema("D", POSTS + "grant update on posts to checked_app;")) {
            assertThat(db.finding("D2 column public.posts.tenant_id").severity())
                    .isEqualTo(Severity.LOW);
            db.assertThatQueriesShow();
            db.remedy("D2 column public.posts.tenant_id");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aTableWithoutTheTriggerOfAllOthersIsFound() {
        StringBuilder sql = new StringBuilder(POSTS)
                .append("grant update (title) on posts to checked_app;")
                .append("create function keep() returns trigger language plpgsql as $$ begin")
                .append(" new.tenant_id := old.tenant_id; return new; end $$;");
        for (String table : new String[] {"a", "b", "c"}) {
            sql.append("create table ").append(table).append(" (tenant_id uuid not null references tenants);");
            sql.append("create trigger keep before update on ").append(table);
            sql.append(" for each row execute function keep();").append(walled(table));
        }
        try (Inspected db = Inspected.schema("D", sql.toString())) {
            assertThat(db.finding("D2 column public.posts.tenant_id").severity())
                    .isEqualTo(Severity.MEDIUM);
            db.assertThatQueriesShow();
        }
    }

    @Test
    void aTenantOfAnotherTypeIsFound() {
        try (Inspected db = Inspected.schema("D", POSTS + """
            create table audit (tenant_id text not null, at timestamptz);
            grant select on audit to checked_app;
            create table notes (tenant_id uuid not null references tenants);
            """)) {
            assertThat(db.findings())
                    .containsExactly("D3 column public.audit.tenant_id", "D7 column public.audit.tenant_id");
            db.assertThatQueriesShow();
        }
    }

    @Test
    void aDefaultThatAsksTheContextIsNoConstant() {
        try (Inspected db = Inspected.schema("D", POSTS + """
            alter table posts alter tenant_id set default current_setting('app.tenant')::uuid;
            create table notes (tenant_id uuid not null default '10000000-0000-4000-8000-000000000001' references tenants);
            """)) {
            assertThat(db.findings()).containsExactly("D4 column public.notes.tenant_id");
            db.assertThatQueriesShow();
            db.remedy("D4 column public.notes.tenant_id");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void keysThatCrossTenantsAreReplacedByKeysOfBoth() {
        try (Inspected db = Inspected.schema("D", POSTS + child("on delete cascade on update cascade deferrable"))) {
            db.execute(
                    "alter table notes add parent uuid, add constraint parent foreign key (parent) references notes");
            assertThat(db.findings())
                    .containsExactly(
                            "D5 constraint parent on public.notes", "D6 constraint notes_post on public.notes");
            db.assertThatQueriesShow();
            db.remedy("D5 constraint parent on public.notes");
            db.remedy("D6 constraint notes_post on public.notes");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void keysThatSetNullKeepTheTenant() {
        try (Inspected db = Inspected.schema("D", POSTS + child("on delete set null"))) {
            db.remedy("D6 constraint notes_post on public.notes");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void keysOfPartitionedTablesAreReplacedInPlainStatements() {
        try (Inspected db = Inspected.schema("D", """
            create table posts (id uuid, tenant_id uuid not null references tenants, primary key (id)) partition by hash (id);
            create table posts_0 partition of posts for values with (modulus 1, remainder 0);
            create table notes (
                tenant_id uuid not null references tenants, post uuid,
                constraint notes_post foreign key (post) references posts) partition by hash (post);
            create table notes_0 partition of notes for values with (modulus 1, remainder 0);
            """ + walled("posts") + walled("notes"))) {
            assertThat(db.findings()).containsExactly("D5 constraint notes_post on public.notes");
            db.remedy("D5 constraint notes_post on public.notes");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aPlainKeyBesideOneOfBothIsDropped() {
        try (Inspected db = Inspected.schema("D", POSTS + child(""))) {
            db.execute("alter table posts add unique (tenant_id, id)");
            db.execute("alter table notes add foreign key (tenant_id, post) references posts (tenant_id, id)");
            assertThat(db.finding("D5 constraint notes_post on public.notes")
                            .remedy()
                            .statements())
                    .containsExactly("alter table public.notes drop constraint notes_post");
            db.remedy("D5 constraint notes_post on public.notes");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void aTenantIsTiedByARowThatCannotBeMissing() {
        try (Inspected db = Inspected.schema("D", POSTS + """
            alter table posts add unique (tenant_id, id);
            create table notes (tenant_id uuid not null, post uuid not null,
                foreign key (tenant_id, post) references posts (tenant_id, id));
            create table likes (tenant_id uuid not null, post uuid,
                foreign key (tenant_id, post) references posts (tenant_id, id));
            """)) {
            assertThat(db.findings()).containsExactly("D7 column public.likes.tenant_id");
            db.assertThatQueriesShow();
            db.remedy("D7 column public.likes.tenant_id");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void onlyNaturalKeysAcrossTenantsAreChannels() {
        try (Inspected db = Inspected.schema("D", POSTS + """
            create table plans (id uuid primary key);
            create table jobs (
                id bigint generated always as identity primary key, tenant_id uuid not null references tenants,
                post uuid not null, line int not null, plan uuid references plans, name text, token text default md5(random()::text),
                unique (post, line), unique (plan, name), unique (token), unique (tenant_id, name));
            create unique index posts_slug on posts (lower(slug)) where slug <> '';
            alter table posts add constraint posts_title unique (title);
            grant select, insert on jobs to checked_app;
            """ + walled("jobs"))) {
            assertThat(db.findings())
                    .containsExactly(
                            "D10 column public.jobs.id",
                            "D8 index public.jobs_plan_name_key",
                            "D8 index public.posts_slug",
                            "D8 index public.posts_title");
            db.assertThatQueriesShow();
            db.remedy("D8 index public.posts_slug");
            db.remedy("D8 index public.posts_title");
            assertThat(db.findings())
                    .containsExactly("D10 column public.jobs.id", "D8 index public.jobs_plan_name_key");
        }
    }

    @Test
    void anExclusionAcrossTenantsIsFound() {
        try (Inspected db = Inspected.schema("D", POSTS + """
            create table bookings (tenant_id uuid not null references tenants, during tstzrange, exclude using gist (during with &&));
            """ + walled("bookings"))) {
            assertThat(db.findings()).containsExactly("D8 index public.bookings_during_excl");
            db.assertThatQueriesShow();
            db.remedy("D8 index public.bookings_during_excl");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void disabledTriggersOfAKeyAreFound() {
        try (Inspected db = Inspected.schema("D", POSTS + """
            create table notes (id uuid primary key, tenant_id uuid not null constraint of references tenants);
            alter table notes disable trigger all;
            """)) {
            assertThat(db.findings()).containsExactly("D12 constraint of on public.notes");
            db.assertThatQueriesShow();
            db.remedy("D12 constraint of on public.notes");
            assertThat(db.findings()).isEmpty();
        }
    }

    @Test
    void constraintsThatWereNeverEnforcedAreFound() {
        try (Inspected db = Inspected.schema("D", POSTS)) {
            if (db.majorVersion() < 18) {
                // There was no NOT ENFORCED to be found before.
                return;
            }
            db.execute("alter table posts add constraint titled check (title <> '') not enforced");
            db.execute("create table notes (tenant_id uuid not null constraint of references tenants not enforced)");
            assertThat(db.findings())
                    .containsExactly("D11 constraint titled on public.posts", "D12 constraint of on public.notes");
            db.assertThatQueriesShow();
            db.remedy("D11 constraint titled on public.posts");
            db.remedy("D12 constraint of on public.notes");
            assertThat(db.findings()).isEmpty();
        }
    }
}
