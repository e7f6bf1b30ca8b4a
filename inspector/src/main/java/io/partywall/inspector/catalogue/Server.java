package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The server and the database on it.
 *
 * @param versionNumber such as 180006
 * @param settings the settings that checks ask for, by name
 * @param largeObjects whether there is any
 * @param subscribes whether the database subscribes to another's publication
 */
public record Server(
        int versionNumber,
        String version,
        String database,
        long databaseOwner,
        String user,
        Map<String, String> settings,
        boolean largeObjects,
        boolean subscribes,
        List<Extension> extensions,
        List<ForeignServer> foreignServers) {

    /** An extension, in its schema. */
    public record Extension(String name, String version, String schema) {}

    /** A server that foreign tables are on, with the roles for whom it keeps a password or a name; 0 for everybody. */
    public record ForeignServer(String name, List<Long> mappedRoles) {}

    static Server read(Connection connection) throws SQLException {
        Map<String, String> settings =
                Rows.read(connection, """
                    select name, setting from pg_catalog.pg_settings where name in ('server_version_num',
                        'server_version', 'lo_compat_privileges', 'log_statement', 'log_min_duration_statement',
                        'max_connections', 'cluster_name')
                    """, row -> Map.entry(Rows.text(row, "name"), Rows.text(row, "setting"))).stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        List<Extension> extensions = Rows.read(
                connection,
                "select extname, extversion, nspname from pg_catalog.pg_extension e "
                        + "join pg_catalog.pg_namespace n on n.oid = e.extnamespace order by extname",
                row -> new Extension(
                        Rows.text(row, "extname"), Rows.text(row, "extversion"), Rows.text(row, "nspname")));
        List<ForeignServer> foreign = Rows.read(
                connection,
                "select s.srvname, (select array_agg(m.umuser::int8) from pg_catalog.pg_user_mappings m "
                        + "where m.srvid = s.oid) as mapped from pg_catalog.pg_foreign_server s order by srvname",
                row -> new ForeignServer(Rows.text(row, "srvname"), Rows.longs(row, "mapped")));
        return Rows.read(
                        connection,
                        """
                        select d.datname, d.datdba, current_user as username,
                                exists (select from pg_catalog.pg_largeobject_metadata) as large_objects,
                                exists (select from pg_catalog.pg_subscription s where s.subdbid = d.oid) as subscribes
                            from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()
                        """,
                        row -> new Server(
                                Integer.parseInt(settings.getOrDefault("server_version_num", "0")),
                                settings.getOrDefault("server_version", "?"),
                                Rows.text(row, "datname"),
                                row.getLong("datdba"),
                                Rows.text(row, "username"),
                                settings,
                                row.getBoolean("large_objects"),
                                row.getBoolean("subscribes"),
                                extensions,
                                foreign))
                .getFirst();
    }

    /** The major version, such as 18. */
    public int major() {
        return versionNumber / 10_000;
    }

    /** The minor version, such as 6 of 18.6. */
    public int minor() {
        return versionNumber % 10_000;
    }

    /** The setting, or an empty text where the server has none of that name. */
    public String setting(String name) {
        return settings.getOrDefault(name, "");
    }

    /** Whether the extension is installed. */
    public boolean has(String extension) {
        return extensions.stream().anyMatch(e -> e.name().equals(extension));
    }
}
