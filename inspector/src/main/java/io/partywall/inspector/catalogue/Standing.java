package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one role can do and become, as PostgreSQL itself says: by {@code pg_has_role} and {@code has_…_privilege}, so that
 * inheritance, PUBLIC and ownership count as they do when it acts.
 */
public final class Standing {

    private final Role role;
    private final Set<Long> inherited;
    private final Set<Long> reachable;
    private final Map<Long, EnumSet<Privilege>> privileges;
    private final Map<Long, Set<Integer>> readableColumns;
    private final Map<Long, Set<Integer>> writableColumns;
    private final Set<Long> usableSchemas;
    private final Set<Long> creatableSchemas;
    private final Set<Long> executable;
    private final Set<Long> readableSequences;
    private final Set<String> usableServers;
    private final Set<String> settableParameters;
    private final List<Possession> possessions;
    private final boolean createsInDatabase;
    private final boolean createsTemporary;

    private Standing(Connection connection, Role role, int version) throws SQLException {
        this.role = role;
        String become = version >= 16 ? "'SET'" : "'MEMBER'";
        this.inherited = oids(connection, "select oid from pg_catalog.pg_roles where pg_has_role(?, oid, 'USAGE')");
        this.reachable =
                oids(connection, "select oid from pg_catalog.pg_roles where pg_has_role(?, oid, " + become + ")");
        this.usableSchemas = oids(
                connection,
                "select oid from pg_catalog.pg_namespace n where " + Schema.OURS
                        + " and has_schema_privilege(?, oid, 'USAGE')");
        this.creatableSchemas = oids(
                connection,
                "select oid from pg_catalog.pg_namespace n where " + Schema.OURS
                        + " and has_schema_privilege(?, oid, 'CREATE')");
        this.executable = oids(
                connection,
                "select p.oid from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where "
                        + "(n.nspname = 'pg_catalog' and p.proacl is not null or " + Schema.OURS
                        + ") and has_function_privilege(?, p.oid, 'EXECUTE')");
        this.readableSequences = oids(
                connection,
                "select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace "
                        + "where " + Schema.OURS
                        // CASE, since the planner may ask in any order, and the function refuses what is no sequence.
                        + " and case when c.relkind = 'S' then has_sequence_privilege(?, c.oid, 'SELECT') end");
        this.usableServers = texts(
                connection,
                "select srvname as value from pg_catalog.pg_foreign_server where has_server_privilege(?, oid,"
                        + " 'USAGE')");
        this.settableParameters = version >= 15
                ? texts(
                        connection,
                        "select p.parname as value from pg_catalog.pg_parameter_acl p left join pg_catalog.pg_settings"
                                + " s on s.name = p.parname where has_parameter_privilege(?, p.parname, case when"
                                + " s.context = 'user' then 'ALTER SYSTEM' else 'SET, ALTER SYSTEM' end)")
                : Set.of();
        this.possessions = Possession.read(connection, role);
        this.createsInDatabase = holds(connection, "CREATE");
        this.createsTemporary = holds(connection, "TEMPORARY");
        this.privileges = readPrivileges(connection, version);
        this.readableColumns = columns(connection, "SELECT");
        this.writableColumns = columns(connection, "UPDATE");
    }

    static Standing read(Connection connection, Role role, int version) throws SQLException {
        return new Standing(connection, role, version);
    }

    private Set<Long> oids(Connection connection, String sql) throws SQLException {
        return Set.copyOf(Rows.read(connection, sql, row -> row.getLong("oid"), role.name()));
    }

    private Set<String> texts(Connection connection, String sql) throws SQLException {
        return Set.copyOf(Rows.read(connection, sql, row -> Rows.text(row, "value"), role.name()));
    }

    private boolean holds(Connection connection, String privilege) throws SQLException {
        return Rows.read(
                        connection,
                        "select has_database_privilege(?, current_database(), '" + privilege + "') as held",
                        row -> row.getBoolean("held"),
                        role.name())
                .getFirst();
    }

    private Map<Long, EnumSet<Privilege>> readPrivileges(Connection connection, int version) throws SQLException {
        List<Privilege> asked = new ArrayList<>(List.of(Privilege.values()));
        if (version < 17) {
            asked.remove(Privilege.MAINTAIN);
        }
        String columns = asked.stream()
                .map(p -> "has_table_privilege(r.oid, c.oid, '" + p + "') as " + p)
                .collect(Collectors.joining(", "));
        String anyColumn = List.of(Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE, Privilege.REFERENCES).stream()
                .map(p -> "has_any_column_privilege(r.oid, c.oid, '" + p + "') as any_" + p)
                .collect(Collectors.joining(", "));
        Map<Long, EnumSet<Privilege>> read = new HashMap<>();
        Rows.read(
                connection,
                "select c.oid, " + columns + ", " + anyColumn
                        + " from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace, "
                        + "pg_catalog.pg_roles r where r.rolname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f') and "
                        + Schema.OURS,
                row -> {
                    EnumSet<Privilege> held = EnumSet.noneOf(Privilege.class);
                    for (Privilege privilege : asked) {
                        boolean ofColumn = privilege == Privilege.SELECT
                                || privilege == Privilege.INSERT
                                || privilege == Privilege.UPDATE
                                || privilege == Privilege.REFERENCES;
                        if (row.getBoolean(privilege.name()) || (ofColumn && row.getBoolean("any_" + privilege))) {
                            held.add(privilege);
                        }
                    }
                    return read.put(row.getLong("oid"), held) == null;
                },
                role.name());
        return read;
    }

    private Map<Long, Set<Integer>> columns(Connection connection, String privilege) throws SQLException {
        Map<Long, Set<Integer>> read = new HashMap<>();
        Rows.read(
                connection,
                "select a.attrelid, a.attnum from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid ="
                    + " a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace, pg_catalog.pg_roles r"
                    + " where r.rolname = ? and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v',"
                    + " 'm', 'f')"
                    + " and " + Schema.OURS + " and has_column_privilege(r.oid, c.oid, a.attnum, '" + privilege
                        + "')",
                row -> read.computeIfAbsent(row.getLong("attrelid"), relation -> new HashSet<>())
                        .add(row.getInt("attnum")),
                role.name());
        return read;
    }

    public Role role() {
        return role;
    }

    /** Whether it has the rights of the other role at once: it is that role, or inherits from it. */
    public boolean inherits(long other) {
        return inherited.contains(other);
    }

    /** Whether SET ROLE makes it the other role. */
    public boolean canBecome(long other) {
        return reachable.contains(other);
    }

    /** Whether a policy or a grant for these roles counts for it. */
    public boolean isAmong(List<Long> roles) {
        return roles.contains(Role.PUBLIC) || roles.stream().anyMatch(inherited::contains);
    }

    /** What it may do with the relation, on all or on some columns; nothing where it may not enter the schema. */
    public Set<Privilege> privileges(Relation relation) {
        return usableSchemas.contains(relation.schemaOid())
                ? privileges.getOrDefault(relation.oid(), EnumSet.noneOf(Privilege.class))
                : EnumSet.noneOf(Privilege.class);
    }

    /** Whether it owns the relation, by itself or by a role that it inherits from. */
    public boolean owns(Relation relation) {
        return inherits(relation.owner());
    }

    /** Whether it may do anything at all with the relation. */
    public boolean reaches(Relation relation) {
        return !privileges(relation).isEmpty();
    }

    /** Whether it may add, change or remove rows. */
    public boolean writes(Relation relation) {
        Set<Privilege> held = privileges(relation);
        return held.contains(Privilege.INSERT) || held.contains(Privilege.UPDATE) || held.contains(Privilege.DELETE);
    }

    public boolean readsColumn(Relation relation, int column) {
        return reaches(relation)
                && readableColumns.getOrDefault(relation.oid(), Set.of()).contains(column);
    }

    public boolean updatesColumn(Relation relation, int column) {
        return reaches(relation)
                && writableColumns.getOrDefault(relation.oid(), Set.of()).contains(column);
    }

    public boolean uses(Schema schema) {
        return usableSchemas.contains(schema.oid());
    }

    public boolean createsIn(Schema schema) {
        return creatableSchemas.contains(schema.oid());
    }

    /** Whether it may call the function; of PostgreSQL's own only those with rights of their own are known. */
    public boolean executes(long function) {
        return executable.contains(function);
    }

    /** Whether it may call the function, and enter its schema. */
    public boolean calls(Function function) {
        return usableSchemas.contains(function.schemaOid()) && executable.contains(function.oid());
    }

    public boolean reads(Relation sequence) {
        return usableSchemas.contains(sequence.schemaOid()) && readableSequences.contains(sequence.oid());
    }

    public Set<String> usableServers() {
        return usableServers;
    }

    /** What it owns, by itself or by inheritance, tables too. */
    public List<Possession> possessions() {
        return possessions;
    }

    /** Parameters of the superuser that it was given the right to set, in its session or for the server. */
    public Set<String> settableParameters() {
        return settableParameters;
    }

    public boolean createsInDatabase() {
        return createsInDatabase;
    }

    public boolean createsTemporary() {
        return createsTemporary;
    }

    /** Whether it can create an object anywhere: what could stand in front of another. */
    public boolean createsAnything() {
        return createsTemporary || createsInDatabase || !creatableSchemas.isEmpty();
    }
}
