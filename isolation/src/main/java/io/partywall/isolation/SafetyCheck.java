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

/** What {@link Tenancy#connect} asks a database before it trusts it. */
final class SafetyCheck {

    /**
     * One row a fault of the login: what it is, or can become. Ownership is asked by {@code pg_has_role}, as PostgreSQL
     * itself does, so that inherited membership counts.
     */
    private static final String ROLE_FAULTS = """
        with me as (
            select r.oid, r.rolname, r.rolsuper, r.rolbypassrls, r.rolreplication
            from pg_catalog.pg_roles r where r.rolname in (session_user, current_user)
        ), others as (
            select me.rolname as login, r.rolname, r.rolsuper, r.rolbypassrls
            from me join pg_catalog.pg_roles r on r.oid <> me.oid
                and pg_catalog.pg_has_role(me.oid, r.oid, 'member') and not me.rolsuper
        ), owned as (
            select distinct me.rolname as login, pg_catalog.pg_get_userbyid(n.nspowner) as owner
            from me join pg_catalog.pg_namespace n on n.nspname = 'isolation'
                and pg_catalog.pg_has_role(me.oid, n.nspowner, 'member')
            where not me.rolsuper
            union
            select me.rolname, pg_catalog.pg_get_userbyid(c.relowner)
            from me join pg_catalog.pg_class c on c.relrowsecurity
                and pg_catalog.pg_has_role(me.oid, c.relowner, 'member')
            where not me.rolsuper
        )
        select format('the role %s is a superuser: log in as a role that is not', rolname) from me where rolsuper
        union all
        select format('the role %1$s bypasses row security: alter role %1$s nobypassrls', rolname)
            from me where rolbypassrls and not rolsuper
        union all
        select format('the role %1$s may replicate, and so read every tenant: alter role %1$s noreplication', rolname)
            from me where rolreplication and not rolsuper
        union all
        select format('the role %s can become %s, which is a superuser or bypasses row security: revoke %2$s from %1$s',
            login, rolname) from others where rolsuper or rolbypassrls
        union all
        select format('the role %s owns, or can become %s which owns, what it should be kept from: log in as another role',
            login, owner) from owned
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
        faults.addAll(texts(connection, "select relation || ': ' || problem from isolation.unprotected() order by 1"));
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
