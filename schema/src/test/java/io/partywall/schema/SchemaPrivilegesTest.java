package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what, read from the catalogue: each query lists offenders. */
class SchemaPrivilegesTest {

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
        assertThat(platform.database.query(offenders)).isEmpty();
    }

    @Test
    void nothingThatTheApplicationReachesIsWithoutWalls() {
        noneOf("select relation || ': ' || problem from isolation.unprotected()");
    }

    @Test
    void everyTableIsATenantsOrDeclaredGlobalOrThePlatformsAlone() {
        assertThat(platform.database.query("""
            select relation_name || ' ' || kind from isolation.relations()
            where kind <> 'tenant' or schema_name <> 'app'\
            """))
                .containsExactlyInAnyOrder("tenants global", "users global", "shared_knowledge_entries global");
        assertThat(platform.database.query("""
            select c.relname from pg_class c where c.relnamespace = 'app'::regnamespace and not c.relispartition
            and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname not in (select relation_name from isolation.relations())\
            """))
                .containsExactlyInAnyOrder(
                        "sessions",
                        "user_tokens",
                        "user_identities",
                        "platform_audit_logs",
                        "subscriptions",
                        "plan_limits",
                        "erasure_ledger",
                        "job_queues",
                        "paused_job_types",
                        "schema_history");
    }

    @Test
    void everyTableWithATenantIsWalledForTheOwnerToo() {
        noneOf("""
            select c.oid::regclass from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')
            and c.relname <> 'schema_history' and not (c.relrowsecurity and c.relforcerowsecurity)\
            """);
    }

    @Test
    void noPolicyIsForEverybody() {
        noneOf("select polname || ' on ' || polrelid::regclass from pg_policy where 0 = any (polroles)");
    }

    @Test
    void policiesAreForTheRolesOfThePlatformOnly() {
        assertThat(platform.database.query("select distinct r::regrole from pg_policy, unnest(polroles) r"))
                .containsExactlyInAnyOrder(Roles.OWNER, Roles.APP, Roles.PLATFORM);
    }

    @Test
    void thePublicHasNoPrivilegeInTheSchemas() {
        noneOf("""
            with granted (object, acl) as (
                select 'schema ' || n.nspname, coalesce(n.nspacl, acldefault('n', n.nspowner)) from pg_namespace n
                    where n.nspname in ('app', 'isolation')
                union all
                select c.oid::regclass::text, coalesce(c.relacl, acldefault(
                        case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
                    from pg_class c where c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)
                union all
                select a.attrelid::regclass || '.' || a.attname, a.attacl from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)
                union all
                select p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner)) from pg_proc p
                    where p.pronamespace in ('app'::regnamespace, 'isolation'::regnamespace)
            )
            select object || ' ' || a.privilege_type from granted, aclexplode(acl) a where a.grantee = 0\
            """);
    }

    @Test
    void thePublicMayCreateNothingInTheDatabase() {
        noneOf("""
            select a.privilege_type from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
            where d.datname = current_database() and a.grantee = 0 and a.privilege_type <> 'CONNECT'\
            """);
        noneOf("""
            select n.nspname from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
            where a.privilege_type = 'CREATE' and a.grantee = 0\
            """);
    }

    @Test
    void theLoginsCreateNothing() {
        noneOf("""
            select r.rolname || ' in ' || n.nspname from pg_roles r, pg_namespace n
            where r.rolname in ('partywall_app', 'partywall_platform') and has_schema_privilege(r.oid, n.oid, 'create')
            union all
            select r.rolname || ' ' || p from pg_roles r, unnest(array['create', 'temporary']) p
            where r.rolname in ('partywall_app', 'partywall_platform')
            and has_database_privilege(r.oid, current_database(), p)\
            """);
    }

    @Test
    void theLoginsOwnNothing() {
        noneOf("""
            select d.classid::regclass || ' ' || d.objid from pg_shdepend d
            where d.deptype = 'o' and d.refclassid = 'pg_authid'::regclass
            and d.refobjid in ('partywall_app'::regrole, 'partywall_platform'::regrole)\
            """);
    }

    @Test
    void theLoginsCanBecomeNobodyElse() {
        noneOf("""
            select member::regrole || ' is a member of ' || roleid::regrole from pg_auth_members
            where member in ('partywall_owner'::regrole, 'partywall_app'::regrole, 'partywall_platform'::regrole)\
            """);
    }

    @Test
    void everythingBelongsToTheOwner() {
        noneOf("""
            select c.oid::regclass::text from pg_class c where c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)
            and c.relowner <> 'partywall_owner'::regrole
            union all
            select p.oid::regprocedure::text from pg_proc p
            where p.pronamespace in ('app'::regnamespace, 'isolation'::regnamespace)
            and p.proowner <> 'partywall_owner'::regrole\
            """);
    }

    @Test
    void everyFunctionThatLendsItsOwnersRightsLooksNamesUpInTheCatalogueFirstAndTemporaryOnesLast() {
        noneOf("""
            select oid::regprocedure from pg_proc
            where pronamespace in ('app'::regnamespace, 'isolation'::regnamespace) and prosecdef
            and not 'search_path=pg_catalog, pg_temp' = any (coalesce(proconfig, '{}'))\
            """);
    }

    @Test
    void everyFunctionBodyThatIsTextPinsItsNames() {
        noneOf("""
            select oid::regprocedure from pg_proc
            where pronamespace in ('app'::regnamespace, 'isolation'::regnamespace) and prosqlbody is null
            and not 'search_path=pg_catalog, pg_temp' = any (coalesce(proconfig, '{}'))\
            """);
    }

    @Test
    void noFunctionThatReadsASettingClaimsToBeImmutable() {
        // policy_predicate() only spells the words: it returns the text of a policy.
        assertThat(platform.database.query("""
            select oid::regproc from pg_proc where pronamespace in ('app'::regnamespace, 'isolation'::regnamespace)
            and provolatile = 'i' and pg_get_functiondef(oid) ~ 'current_setting|verified_|writable_tenant'\
            """)).containsExactly("isolation.policy_predicate");
    }

    @Test
    void theApplicationChangesNoIdentityOfARow() {
        noneOf("""
            select a.attrelid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attname in ('tenant_id', 'id')
            and has_column_privilege('partywall_app', c.oid, a.attnum, 'update')\
            """);
    }

    @Test
    void theApplicationMayNeitherTruncateNorReferenceNorHangTriggers() {
        noneOf("""
            select c.oid::regclass || ' ' || p from pg_class c, unnest(array['truncate', 'references', 'trigger']) p
            where c.relkind in ('r', 'p', 'v') and c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)
            and (has_table_privilege('partywall_app', c.oid, p) or has_table_privilege('partywall_platform', c.oid, p))\
            """);
    }
}
