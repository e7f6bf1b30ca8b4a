package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules that every table keeps, read from the catalogue: each query lists offenders. */
class SchemaRulesTest {

    /** What is a tenant's: the ledger names tenants too, but outlives them. */
    private static final String TENANT_TABLES = """
        with tenant_tables as (
            select c.oid, c.relname::text as name from pg_class c
            where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname <> 'erasure_ledger'
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
        ), columns as (
            select c.relname::text as name, a.* from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname <> 'schema_history' and a.attnum > 0 and not a.attisdropped
        ), keys as (
            select t.name, t.oid as relation, k.*, array(select a.attname::text from unnest(k.conkey) with ordinality u (n, o)
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.o) as fields
            from tenant_tables t join pg_constraint k on k.conrelid = t.oid
        ), indexes as (
            select t.name, i.*, i.indexrelid::regclass::text as index_name, array(
                select coalesce(a.attname::text, '') from unnest(i.indkey) with ordinality u (n, o)
                left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.n order by u.o) as fields
            from tenant_tables t join pg_index i on i.indrelid = t.oid
        )
        """;

    private static Platform platform;

    @BeforeAll
    static void open() throws Exception {
        platform = Platform.open();
        try (Session app = platform.loggedInAs(Roles.APP)) {
            app.query("select app.ensure_event_partitions('2024-01-15', '2024-03-15')");
        }
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            session.query("select app.keep_job_history(30)");
        }
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static void noneOf(String offenders) {
        assertThat(platform.database.query(TENANT_TABLES + offenders)).isEmpty();
    }

    @Test
    void thereAreTenantTables() {
        assertThat(platform.database.query(TENANT_TABLES + "select name from tenant_tables"))
                .hasSizeGreaterThan(25);
    }

    @Test
    void everyTenantTableBeginsWithItsTenant() {
        noneOf("""
            select name from tenant_tables t where not exists (select from pg_attribute a where a.attrelid = t.oid
                and a.attname = 'tenant_id' and a.attnum = 1 and a.attnotnull and a.atttypid = 'uuid'::regtype)\
            """);
    }

    @Test
    void thePrimaryKeyIsTheTenantAndTheId() {
        noneOf("""
            select t.name || ': ' || coalesce(k.fields::text, 'none') from tenant_tables t
            left join keys k on k.relation = t.oid and k.contype = 'p'
            where k.fields is distinct from
                case t.name when 'analytics_events' then '{tenant_id,id,timestamp}'
                    when 'finished_jobs' then '{tenant_id,id,finished_at}' else '{tenant_id,id}' end::text[]\
            """);
    }

    @Test
    void everyUniqueBeginsWithTheTenant() {
        noneOf("select index_name from indexes where (indisunique or indisexclusion) and fields[1] <> 'tenant_id'");
    }

    @Test
    void everyIndexBeginsWithTheTenantUnlessThePlatformLooksBeforeItKnowsTheTenant() {
        assertThat(platform.database.query(
                        TENANT_TABLES + "select index_name from indexes where fields[1] <> 'tenant_id'"))
                .containsExactlyInAnyOrder(
                        "app.tenant_members_of_user_idx", // a login: which tenants may this person enter?
                        "app.invitations_token_idx", // who accepts is no member yet
                        "app.api_keys_prefix_idx", // the key comes before its tenant
                        "app.jobs_claim_idx", // the next job, whosever it is
                        "app.jobs_lease_idx",
                        "app.jobs_cancelled_idx", // what a worker has to interrupt
                        "app.jobs_parked_idx", // what a type's resumption frees
                        "app.job_schedules_due_idx", // the next that is due, whosever it is
                        "app.finished_jobs_finished_idx"); // how fast jobs finish, whosever they are
    }

    @Test
    void everyTenantTableGoesWithItsTenant() {
        noneOf("""
            select name from tenant_tables t where not exists (select from keys k where k.relation = t.oid
                and k.contype = 'f' and k.fields = '{tenant_id}' and k.confrelid = 'app.tenants'::regclass
                and k.confdeltype = 'c')\
            """);
    }

    @Test
    void everyForeignKeyBetweenTenantTablesBeginsWithTheTenantOnBothSides() {
        noneOf("""
            select k.name || ': ' || k.conname from keys k join tenant_tables parent on parent.oid = k.confrelid
            where k.contype = 'f' and (k.fields[1] <> 'tenant_id' or k.confkey[1] <> 1)\
            """);
    }

    @Test
    void everyForeignKeyHasAnIndex() {
        noneOf("""
            select k.name || ': ' || k.conname from keys k where k.contype = 'f' and not exists (select from indexes i
                where i.indrelid = k.relation
                -- One that leaves out the rows without a parent finds all that have one.
                and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = '(' || k.fields[cardinality(k.fields)] || ' IS NOT NULL)')
                and i.fields[1:cardinality(array(select distinct unnest('{tenant_id}' || k.fields)))] @> k.fields)
            union all
            select k.conrelid::regclass || ': ' || k.conname from pg_constraint k where k.contype = 'f'
            and k.connamespace = 'app'::regnamespace and k.conrelid not in (select oid from tenant_tables)
            and k.conparentid = 0 and not exists (select from pg_index i
                where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])\
            """);
    }

    @Test
    void aKeyBetweenTenantTablesNeverEmptiesTheTenant() {
        noneOf("""
            select name || ': ' || conname from keys where contype = 'f' and confdeltype = 'n'
            and 'tenant_id' = any (fields) and (confdelsetcols is null or 1 = any (confdelsetcols))\
            """);
    }

    @Test
    void idsAreMadeOutsideTheDatabase() {
        noneOf("select name from columns where attname = 'id' and (atthasdef or attidentity <> '' or atttypid <>"
                + " 'uuid'::regtype)");
        noneOf("select oid::regclass from pg_class where relnamespace = 'app'::regnamespace and relkind = 'S'");
    }

    @Test
    void everyTenantTableSaysWhenItsRowsWereMadeAndChanged() {
        noneOf("""
            select t.name || ': ' || wanted from tenant_tables t, unnest(array['created_at', 'updated_at']) wanted
            where not exists (select from columns c where c.attrelid = t.oid and c.attname = wanted and c.attnotnull)
            and t.name <> 'analytics_events' -- ingested_at
            and not (t.name in ('audit_logs', 'audit_checkpoints', 'stated_events') and wanted = 'updated_at') -- never changed\
            """);
    }

    @Test
    void updatedAtIsKeptByATrigger() {
        noneOf("""
            select name from columns c where c.attname = 'updated_at' and not exists (select from pg_trigger g
                where g.tgrelid = c.attrelid and g.tgfoid = 'app.touch_updated_at'::regproc and g.tgenabled = 'O'
                and g.tgtype = 1 | 2 | 16 and (g.tgqual is null
                    or pg_get_triggerdef(g.oid) like '% WHEN ((new.updated_at = old.updated_at)) %') and cardinality(g.tgattr::int2[]) = 0)\
            """);
    }

    @Test
    void typesAreThoseOfTheHouse() {
        noneOf("""
            select format('%s.%s %s', name, attname, format_type(atttypid, atttypmod)) from columns
            where atttypid in ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype, 'varchar'::regtype,
                'bpchar'::regtype, '"char"'::regtype, 'real'::regtype, 'double precision'::regtype, 'money'::regtype,
                'json'::regtype, 'xml'::regtype)
            or (atttypid = 'real[]'::regtype and attname <> 'embedding')\
            """);
    }

    @Test
    void everyTableAndViewSaysWhatItIs() {
        noneOf("""
            select c.oid::regclass from pg_class c where c.relkind in ('r', 'p', 'v', 'm')
            and c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)
            and c.relname <> 'schema_history' -- the migration tool's own
            and coalesce(obj_description(c.oid, 'pg_class'), '') = ''\
            """);
    }

    @Test
    void everyConstraintHasANameOfItsTable() {
        noneOf("select name || ': ' || conname from keys where contype not in ('n', 't') and conname not like name ||"
                + " '%'");
    }
}
