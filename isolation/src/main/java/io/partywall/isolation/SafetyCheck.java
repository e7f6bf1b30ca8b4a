package io.partywall.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/** What {@link Tenancy#connect} asks a database before it trusts it. */
final class SafetyCheck {

    /**
     * One row a fault of the login: what it is, or can become. Membership is asked by {@code pg_has_role}, as PostgreSQL
     * itself does, so that what is inherited counts. A superuser is told that alone: everything else follows from it.
     */
    private static final String ROLE_FAULTS = """
        with login as (
            select r.* from pg_catalog.pg_roles r where r.rolname in (session_user, current_user)
        ), me as (
            select * from login where not rolsuper
        ), reach as (
            select me.rolname as login, r.oid, r.rolname, r.rolsuper, r.rolbypassrls, r.oid = me.oid as itself
            from me join pg_catalog.pg_roles r on pg_catalog.pg_has_role(me.oid, r.oid, 'member')
        ), owned as (
            select n.nspowner as owner from pg_catalog.pg_namespace n where n.nspname = 'isolation'
            union select c.relowner from pg_catalog.pg_class c where c.relrowsecurity
            union select d.datdba from pg_catalog.pg_database d where d.datname = current_database()
        ), walled as (
            select c.oid, array(select unnest(p.polroles) from pg_catalog.pg_policy p where p.polrelid = c.oid
                and not p.polpermissive and p.polname like '%\\_tenant\\_isolation\\_floor') as confined
            from pg_catalog.pg_class c where c.relrowsecurity and c.relkind in ('r', 'p')
        )
        select format('the role %s is a superuser: log in as a role that is not', rolname) from login where rolsuper
        union all
        select format('the role %1$s bypasses row security: alter role %1$s nobypassrls', rolname) from me where rolbypassrls
        union all
        select format('the role %1$s may replicate, and so read every tenant: alter role %1$s noreplication', rolname)
            from me where rolreplication
        union all
        select format('the role %1$s may make itself a member of others: alter role %1$s nocreaterole', rolname)
            from me where rolcreaterole
        union all
        select format('the role %s can become %s, which is a superuser or bypasses row security: revoke %2$s from %1$s',
            login, rolname) from reach where not itself and (rolsuper or rolbypassrls)
        union all
        select format('the role %s can become %s, and so leave the database: revoke %2$s from %1$s', login, rolname)
            from reach where rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
        union all
        select distinct format('the role %s owns, or can become %s which owns, what it should be kept from: log in as another role',
            login, rolname) from reach join owned on owned.owner = reach.oid
        union all
        select distinct format('the role %s is, or can become, %s, which reaches %s and is not confined there: revoke %2$s from %1$s',
            login, rolname, walled.oid::regclass)
            from reach join walled on cardinality(walled.confined) > 0
                and (pg_catalog.has_any_column_privilege(reach.oid, walled.oid, 'select, insert, update')
                    or pg_catalog.has_table_privilege(reach.oid, walled.oid, 'delete'))
                and not exists (select from unnest(walled.confined) confined
                    where pg_catalog.pg_has_role(reach.oid, nullif(confined, 0), 'usage'))
        union all
        select distinct format('the role %s can read or write %s: revoke all on %2$s from %s', login, c.oid::regclass, rolname)
            from reach join pg_catalog.pg_class c on c.relkind = 'r' and c.relnamespace = to_regnamespace('isolation')
                and pg_catalog.has_any_column_privilege(reach.oid, c.oid, 'select, insert, update')
        union all
        select distinct format('the role %s may create objects in the schema %s, in the way of what others name: revoke create on schema %2$s from %s',
            login, n.nspname, rolname)
            from reach join pg_catalog.pg_namespace n on pg_catalog.has_schema_privilege(reach.oid, n.oid, 'create')
            where n.nspname !~ '^pg_(toast_)?temp_'
        union all
        select format('the role %s may create temporary tables, which stay on a pooled connection: revoke temporary on database %I from public',
            rolname, current_database())
            from me where pg_catalog.has_database_privilege(me.oid, current_database(), 'temporary')
        union all
        select format('the setting %s of the role %s or its database would stand for a context: reset it', entry, rolname)
            from me join pg_catalog.pg_db_role_setting s on s.setrole in (0, me.oid)
                and s.setdatabase in (0, (select d.oid from pg_catalog.pg_database d where d.datname = current_database())),
                unnest(s.setconfig) entry
            where entry ~ '^app[.](current_tenant_id|context_signature)='
        """;

    /** What keeps the login from dropping the policies that name it: see the installer. */
    private static final String ANCHOR_FAULT = """
        select format('the role %s can drop the policies that confine it (DROP OWNED): run IsolationInstaller.install as the owner',
            current_user)
            where not coalesce(pg_catalog.has_sequence_privilege(to_regclass('isolation.anchor'), 'usage'), false)
            or pg_catalog.has_any_column_privilege(to_regclass('isolation.anchor'), 'select, insert, update, references')
        """;

    private SafetyCheck() {}

    static List<String> faults(Connection connection, SigningKeys keys) throws SQLException {
        List<String> faults = new ArrayList<>(texts(connection, ROLE_FAULTS));
        if (texts(connection, "select nspname::text from pg_catalog.pg_namespace where nspname = 'isolation'")
                .isEmpty()) {
            faults.add("the database has no schema isolation: run IsolationInstaller.install as the owner");
            return faults;
        }
        if (texts(connection, "select 'yes' where pg_catalog.has_schema_privilege('isolation', 'usage')")
                .isEmpty()) {
            faults.add("the role may not use the schema isolation: name it in IsolationInstaller.install");
            return faults;
        }
        try {
            faults.addAll(
                    texts(connection, "select relation || ': ' || problem from isolation.unprotected() order by 1"));
        } catch (SQLException failure) {
            String state = failure.getSQLState();
            if (state == null || !state.startsWith("42")) {
                throw failure;
            }
            // The functions are not there, or may no longer do their work.
            faults.add("the walls cannot be looked at (" + failure.getMessage()
                    + "): run IsolationInstaller.install as the owner of the schema isolation");
        }
        faults.addAll(texts(connection, ANCHOR_FAULT));
        if (connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
            faults.add("the driver writes parameters into the text of statements (preferQueryMode=simple), where every"
                    + " session of the role can read signatures (pg_stat_activity): use the default");
        }
        if (connection.unwrap(PGConnection.class).getPrepareThreshold() < 0) {
            faults.add(
                    "the driver describes every statement before it runs (prepareThreshold=-1), which parts it from its"
                            + " context: use the default, or 0");
        }
        keyFault(connection, keys, faults);
        return faults;
    }

    /** Tries a context of a tenant that does not exist: the database verifies its signature before it looks for members. */
    private static void keyFault(Connection connection, SigningKeys keys, List<String> faults) throws SQLException {
        TenantContext nobody = keys.issue(
                new TenantId(new UUID(0, 0)), Actor.service("self-test"), Access.READ, Duration.ofMinutes(1));
        ContextTransport transport = ContextTransport.SETTINGS;
        try (PreparedStatement statement =
                connection.prepareStatement(transport.prefix() + "select isolation.verified_tenant()")) {
            transport.bind(statement, nobody);
            statement.execute();
        } catch (SQLException refused) {
            faults.add("the signing key " + nobody.key().id() + " does not verify (" + refused.getMessage()
                    + "): run IsolationInstaller.trust as the owner, and keep the clocks in step");
        }
    }

    /** What the application can reach; relations that are neither a tenant's nor global stay unknown, and are refused. */
    static TenantTables tables(Connection connection) throws SQLException {
        Set<TableName> ofTenants = new HashSet<>();
        Set<TableName> global = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select schema_name, relation_name, kind from isolation.relations()")) {
            while (rows.next()) {
                TableName name = new TableName(rows.getString(1), rows.getString(2));
                switch (rows.getString(3)) {
                    case "tenant" -> ofTenants.add(name);
                    case "global" -> global.add(name);
                    default -> {}
                }
            }
        }
        return TenantTables.of(ofTenants, global);
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
