package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A right on what is no relation that a role, or everybody, was given or has by default. Not what its owner has by owning it.
 *
 * @param on what it is on, as GRANT's ON writes it: {@code schema app}, {@code routine app.f(uuid)}
 * @param object the OID of that
 * @param name its name without a schema
 */
public record Right(String on, long object, String name, long grantee, String privilege) {

    private static final String PARAMETERS = """
        union all select 'parameter', '', p.parname, p.oid, a.grantee, a.privilege_type
            from pg_catalog.pg_parameter_acl p cross join lateral pg_catalog.aclexplode(p.paracl) a
        """;

    static List<Right> read(Connection connection, int version) throws SQLException {
        String sql = """
            select 'database' as kind, '' as schema, d.datname as name, d.oid, a.grantee, a.privilege_type as privilege
                from pg_catalog.pg_database d cross join lateral
                pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
                where d.datname = pg_catalog.current_database() and a.grantee <> d.datdba
            union all select 'schema', '', n.nspname, n.oid, a.grantee, a.privilege_type
                from pg_catalog.pg_namespace n cross join lateral pg_catalog.aclexplode(n.nspacl) a
                where a.grantee <> n.nspowner and %1$s
            union all select 'foreign server', '', s.srvname, s.oid, a.grantee, a.privilege_type
                from pg_catalog.pg_foreign_server s cross join lateral pg_catalog.aclexplode(s.srvacl) a
                where a.grantee <> s.srvowner
            union all select 'routine', case when n.nspname = 'pg_catalog' then n.nspname else '' end,
                    p.oid::pg_catalog.regprocedure::text, p.oid, a.grantee, a.privilege_type
                from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace cross join lateral
                pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
                where a.grantee <> p.proowner and (n.nspname = 'pg_catalog' and p.proacl is not null or %1$s)
            """.formatted(Schema.OURS);
        return Rows.read(connection, version >= 15 ? sql + PARAMETERS : sql, row -> {
            String kind = Rows.text(row, "kind");
            String schema = Rows.text(row, "schema");
            String name = Rows.text(row, "name");
            return new Right(
                    kind + " " + written(kind, schema, name),
                    row.getLong("oid"),
                    name,
                    row.getLong("grantee"),
                    Rows.text(row, "privilege"));
        });
    }

    private static String written(String kind, String schema, String name) {
        return switch (kind) {
            case "routine" -> schema.isEmpty() ? name : schema + "." + name;
            case "parameter" -> Sql.setting(name);
            default -> Sql.identifier(name);
        };
    }
}
