package io.partywall.inspector.catalogue;

import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.StoredExpression;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All of a database's catalogue that the inspector knows, read in the caller's transaction. Immutable. */
public final class Catalogue {

    /** Of more login roles than these, such as one a tenant, the first stand for all. */
    private static final int MANY_ROLES = 200;

    private final Server server;
    private final List<Role> roles;
    private final List<Membership> memberships;
    private final List<Schema> schemas;
    private final List<Relation> relations;
    private final List<Function> functions;
    private final List<Grant> grants;
    private final List<Right> rights;
    private final List<DefaultPrivilege> defaultPrivileges;
    private final List<SettingDefault> settingDefaults;
    private final List<Publication> publications;
    private final Map<Long, Role> rolesByOid;
    private final Map<Long, Relation> relationsByOid;
    private final Map<Long, Function> functionsByOid;
    private final Map<Long, List<Relation>> childrenOf;
    private final Map<Long, List<Column>> columnsOf;
    private final Map<Long, List<Policy>> policiesOf;
    private final Map<Long, List<Index>> indexesOf;
    private final Map<Long, List<Constraint>> constraintsOf;
    private final Map<Long, List<Trigger>> triggersOf;
    private final Map<Long, List<Rule>> rulesOf;
    private final Map<Long, String> builtInFunctions;
    private final Map<Long, String> operators;
    private final Set<Inheritance> inheritances;
    private final Map<String, Expression> expressions = new ConcurrentHashMap<>();

    /** That the role has the rights of the other at once. */
    private record Inheritance(long role, long other) {}

    private Catalogue(Connection connection) throws SQLException {
        server = Server.read(connection);
        roles = Role.read(connection);
        memberships = Membership.read(connection, server.major());
        schemas = Schema.read(connection);
        relations = Relation.read(connection);
        functions = Function.read(connection);
        grants = Grant.read(connection);
        rights = Right.read(connection, server.major());
        defaultPrivileges = DefaultPrivilege.read(connection);
        settingDefaults = SettingDefault.read(connection);
        publications = Publication.read(connection, server.major());
        rolesByOid = byOid(roles, Role::oid);
        relationsByOid = byOid(relations, Relation::oid);
        functionsByOid = byOid(functions, Function::oid);
        columnsOf = grouped(Column.read(connection), Column::relation);
        policiesOf = grouped(Policy.read(connection), Policy::relation);
        indexesOf = grouped(Index.read(connection), Index::relation);
        constraintsOf = grouped(Constraint.read(connection), Constraint::relation);
        triggersOf = grouped(Trigger.read(connection), Trigger::relation);
        rulesOf = grouped(Rule.read(connection), Rule::relation);
        builtInFunctions = names(
                connection,
                "select oid, proname as name from pg_catalog.pg_proc where pronamespace ="
                        + " 'pg_catalog'::pg_catalog.regnamespace");
        operators = names(connection, "select oid, oprname as name from pg_catalog.pg_operator");
        inheritances = inheritances(connection);
        childrenOf = new HashMap<>();
        for (Relation relation : relations) {
            for (long parent : relation.parents()) {
                childrenOf.computeIfAbsent(parent, oid -> new ArrayList<>()).add(relation);
            }
        }
    }

    /** Among the roles that own something, are granted something or have a policy: asked of the server, not followed here. */
    private Set<Inheritance> inheritances(Connection connection) throws SQLException {
        Set<Long> others = new HashSet<>();
        relations.forEach(r -> others.add(r.owner()));
        functions.forEach(f -> others.add(f.owner()));
        grants.forEach(g -> others.add(g.grantee()));
        policiesOf.values().forEach(all -> all.forEach(p -> others.addAll(p.roles())));
        Set<Long> asking = new HashSet<>(others);
        roles.stream()
                .filter(r -> r.canLogin() && !r.predefined())
                .limit(MANY_ROLES)
                .forEach(r -> asking.add(r.oid()));
        return Set.copyOf(Rows.read(
                connection,
                "select a.oid as role, b.oid as other from pg_catalog.pg_roles a, pg_catalog.pg_roles b "
                        + "where a.oid = any (?) and b.oid = any (?) and pg_has_role(a.oid, b.oid, 'USAGE')",
                row -> new Inheritance(row.getLong("role"), row.getLong("other")),
                asking.toArray(Long[]::new),
                others.toArray(Long[]::new)));
    }

    /** Whether the role has the rights of the other at once; known of roles that own, are granted or have policies. */
    public boolean inherits(long role, long other) {
        return role == other || inheritances.contains(new Inheritance(role, other));
    }

    /** Whether no policy binds the role on that table: for what it is, or as the owner of a table without FORCE. */
    public boolean bypasses(long role, Relation table) {
        return role(role).unbound() || (!table.forced() && inherits(role, table.owner()));
    }

    /** What the role can do and become. */
    public Standing standing(Connection connection, Role role) throws SQLException {
        return Standing.read(connection, role, server.major());
    }

    /** Reads the catalogue; the transaction should be of one snapshot, with pg_catalog alone as its search path. */
    public static Catalogue read(Connection connection) throws SQLException {
        return new Catalogue(connection);
    }

    private static <T> Map<Long, T> byOid(List<T> all, ToLongFunction<T> oid) {
        return all.stream().collect(Collectors.toUnmodifiableMap(oid::applyAsLong, t -> t));
    }

    private static <T> Map<Long, List<T>> grouped(List<T> all, ToLongFunction<T> oid) {
        return all.stream().collect(Collectors.groupingBy(oid::applyAsLong, TreeMap::new, Collectors.toList()));
    }

    private static Map<Long, String> names(Connection connection, String sql) throws SQLException {
        return Rows.read(connection, sql, row -> Map.entry(row.getLong("oid"), Rows.text(row, "name"))).stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public Server server() {
        return server;
    }

    public List<Role> roles() {
        return roles;
    }

    public List<Membership> memberships() {
        return memberships;
    }

    public List<Schema> schemas() {
        return schemas;
    }

    public List<Relation> relations() {
        return relations;
    }

    public List<Function> functions() {
        return functions;
    }

    public List<Grant> grants() {
        return grants;
    }

    /** Rights on what is no relation. */
    public List<Right> rights() {
        return rights;
    }

    public List<DefaultPrivilege> defaultPrivileges() {
        return defaultPrivileges;
    }

    public List<SettingDefault> settingDefaults() {
        return settingDefaults;
    }

    public List<Publication> publications() {
        return publications;
    }

    /** The role of that OID; a made-up one where it was dropped meanwhile. */
    public Role role(long oid) {
        return Objects.requireNonNullElseGet(
                rolesByOid.get(oid),
                () -> new Role(
                        oid, oid == Role.PUBLIC ? "public" : "oid " + oid, false, false, false, true, false, false));
    }

    public Optional<Role> role(String name) {
        return roles.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    public Optional<Schema> schema(long oid) {
        return schemas.stream().filter(s -> s.oid() == oid).findFirst();
    }

    public Optional<Relation> relation(long oid) {
        return Optional.ofNullable(relationsByOid.get(oid));
    }

    public Optional<Function> function(long oid) {
        return Optional.ofNullable(functionsByOid.get(oid));
    }

    /** The functions of that name, in that schema where it is qualified: {@code app.f} or {@code f}; lower case. */
    public Stream<Function> functionsNamed(String call) {
        int dot = call.indexOf('.');
        String name = call.substring(dot + 1);
        return functions.stream()
                .filter(f -> f.name().equalsIgnoreCase(name)
                        && (dot < 0 || f.schema().equalsIgnoreCase(call.substring(0, dot))));
    }

    public List<Column> columns(Relation relation) {
        return columnsOf.getOrDefault(relation.oid(), List.of());
    }

    public Optional<Column> column(Relation relation, String name) {
        return columns(relation).stream().filter(c -> c.name().equals(name)).findFirst();
    }

    public Optional<Column> column(Relation relation, int number) {
        return columns(relation).stream().filter(c -> c.number() == number).findFirst();
    }

    public List<Policy> policies(Relation relation) {
        return policiesOf.getOrDefault(relation.oid(), List.of());
    }

    public List<Index> indexes(Relation relation) {
        return indexesOf.getOrDefault(relation.oid(), List.of());
    }

    public List<Constraint> constraints(Relation relation) {
        return constraintsOf.getOrDefault(relation.oid(), List.of());
    }

    public Stream<Constraint> foreignKeys(Relation relation) {
        return constraints(relation).stream().filter(Constraint::isForeignKey);
    }

    public List<Trigger> triggers(Relation relation) {
        return triggersOf.getOrDefault(relation.oid(), List.of());
    }

    public List<Rule> rules(Relation relation) {
        return rulesOf.getOrDefault(relation.oid(), List.of());
    }

    /** Its partitions or inheriting tables, directly below it. */
    public List<Relation> children(Relation relation) {
        return childrenOf.getOrDefault(relation.oid(), List.of());
    }

    /** Every relation that a view reads, through other views too, and those views; not itself. */
    public Set<Relation> readBy(Relation view) {
        Set<Relation> read = new HashSet<>();
        collect(view, read);
        return read;
    }

    private void collect(Relation view, Set<Relation> read) {
        for (Rule rule : rules(view)) {
            if (rule.ofView()) {
                rule.reads().stream().flatMap(oid -> relation(oid).stream()).forEach(relation -> {
                    if (read.add(relation)) {
                        collect(relation, read);
                    }
                });
            }
        }
    }

    /** The expression of a tree; the many policies that are written alike are understood once. */
    public Expression expression(String tree) {
        return expressions.computeIfAbsent(tree, StoredExpression::of);
    }

    /** The name of a function of PostgreSQL's own; empty for others. */
    public String builtInFunction(long oid) {
        return builtInFunctions.getOrDefault(oid, "");
    }

    /** The operator's name, such as {@code =}. */
    public String operator(long oid) {
        return operators.getOrDefault(oid, "");
    }
}
