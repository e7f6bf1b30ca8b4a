package io.partywall.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The database roles of the platform, and what an administrator has to prepare for them. */
public final class Roles {

    /** Owns the schemas; nobody logs in as it. */
    public static final String OWNER = "partywall_owner";

    /** The application's login, always inside one tenant's context. */
    public static final String APP = "partywall_app";

    /** The login for work that no tenant owns. */
    public static final String PLATFORM = "partywall_platform";

    /** One row for each thing that is missing; none when a migration can begin. */
    private static final String MISSING = """
        select 'the role ' || wanted || ' is missing'
            from unnest(array['partywall_owner', 'partywall_app', 'partywall_platform']) wanted
            where not exists (select from pg_catalog.pg_roles r where r.rolname = wanted)
        union all
        select 'the schema ' || wanted || ' is missing' from unnest(array['app', 'isolation']) wanted
            where not exists (select from pg_catalog.pg_namespace n where n.nspname = wanted)
        union all
        select 'you may not become partywall_owner' from pg_catalog.pg_roles r
            where r.rolname = 'partywall_owner' and not pg_catalog.pg_has_role(session_user, r.oid, 'member')
        union all
        select 'everybody may create temporary tables' from pg_catalog.pg_database d
            where d.datname = current_database()
            and exists (select from pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
                where a.grantee = 0 and a.privilege_type in ('TEMPORARY', 'CREATE'))
        """;

    /** One row for each role that can do more than it should; such a role is nobody's but an administrator's to change. */
    private static final String TOO_MIGHTY = """
        select format('alter role %I%s%s%s%s%s%s;', rolname,
            case when rolsuper then ' nosuperuser' end, case when rolbypassrls then ' nobypassrls' end,
            case when rolcreaterole then ' nocreaterole' end, case when rolcreatedb then ' nocreatedb' end,
            case when rolreplication then ' noreplication' end,
            case when rolname = 'partywall_owner' and rolcanlogin then ' nologin' end)
        from pg_catalog.pg_roles where rolname in ('partywall_owner', 'partywall_app', 'partywall_platform')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
            or (rolname = 'partywall_owner' and rolcanlogin))
        union all
        select format('revoke partywall_owner from %I;', login.rolname)
        from pg_catalog.pg_roles login join pg_catalog.pg_roles owner on owner.rolname = 'partywall_owner'
        where login.rolname in ('partywall_app', 'partywall_platform') and not login.rolsuper
        and pg_catalog.pg_has_role(login.oid, owner.oid, 'member')
        """;

    private Roles() {}

    /**
     * Prepares the database, as far as something is missing and this login may do it, and sets the given passwords.
     *
     * @param passwords by role; a role that is not named keeps its password
     * @throws AdministratorNeeded when something is missing that this login may not do, or a role can do too much; nothing
     *     is changed then
     */
    static void prepare(Connection connection, Map<String, String> passwords) throws SQLException {
        // Two that grant at the same time would get "tuple concurrently updated".
        text(connection, "select pg_advisory_xact_lock(hashtextextended('partywall/roles', 0))::text");
        List<String> mighty = texts(connection, TOO_MIGHTY);
        List<String> missing = texts(connection, MISSING);
        if (!mighty.isEmpty()) {
            throw new AdministratorNeeded("a role can do more than it should", String.join("\n", mighty) + "\n");
        }
        String script = script(connection);
        try (Statement statement = connection.createStatement()) {
            if (!missing.isEmpty()) {
                statement.execute(script);
            }
            for (Map.Entry<String, String> password : passwords.entrySet()) {
                statement.execute(passwordChange(connection, password.getKey(), password.getValue()));
            }
        } catch (SQLException refused) {
            if (!"42501".equals(refused.getSQLState())) {
                throw refused;
            }
            throw new AdministratorNeeded(
                    (missing.isEmpty() ? "the passwords cannot be set" : String.join(", ", missing)) + " ("
                            + refused.getMessage() + ")",
                    script + "-- And a password for each login:\n"
                            + "-- alter role partywall_app password '…';\n"
                            + "-- alter role partywall_platform password '…';\n");
        }
    }

    private static String passwordChange(Connection connection, String role, String password) throws SQLException {
        return text(connection, "select format('alter role %I password %L', ?::text, ?::text)", role, password);
    }

    private static String script(Connection connection) throws SQLException {
        return resource("roles.sql")
                .replace("${database}", text(connection, "select quote_ident(current_database())"))
                .replace("${migrator}", text(connection, "select quote_ident(session_user)"));
    }

    private static String text(Connection connection, String sql, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
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

    private static String resource(String name) {
        try (InputStream stream = Roles.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
