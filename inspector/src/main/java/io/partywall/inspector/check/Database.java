package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Schema;
import io.partywall.inspector.catalogue.Server;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.catalogue.Trigger;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.meaning.Meaning;
import io.partywall.inspector.meaning.Meanings;
import io.partywall.inspector.meaning.Reach;
import io.partywall.inspector.meaning.Reaches;
import io.partywall.inspector.meaning.Surroundings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database as checks see it: its catalogue, what was assumed about it, and what its policies let through. Not safe for
 * concurrent use.
 */
public final class Database implements Surroundings {

    private final Catalogue catalogue;
    private final Reaches reaches;
    private final Meanings meanings;
    private final TenantPredicate predicates;
    private final String tenantColumn;
    private final @Nullable Relation root;
    private final int rootKey;
    private @Nullable List<Relation> tenantTables;
    private final List<Standing> application = new ArrayList<>();
    private final Map<Relation, String> globals = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();
    private final Map<String, Optional<Meaning>> meaningsOfPolicies = new HashMap<>();
    private final Map<Long, Boolean> confined = new HashMap<>();
    private List<String> contextSettings = List.of();
    private Set<String> contextSettingNames = Set.of();

    private Database(Connection connection, Wishes wishes) throws SQLException {
        catalogue = Catalogue.read(connection);
        wishes.globals()
                .forEach((name, reason) -> catalogue.relations().stream()
                        .filter(r -> r.sql().equals(name) || (r.schema() + "." + r.name()).equals(name))
                        .forEach(r -> globals.put(r, reason)));
        reaches = new Reaches(catalogue);
        meanings = new Meanings(this);
        predicates = new TenantPredicate(this);
        tenantColumn =
                wishes.tenantColumn().isEmpty() ? TenantColumn.guess(catalogue).orElse("") : wishes.tenantColumn();
        Optional<Map.Entry<Relation, Integer>> found = TenantColumn.root(catalogue, tenantColumn);
        root = found.map(Map.Entry::getKey).orElse(null);
        rootKey = found.map(Map.Entry::getValue).orElse(0);
        List<Role> roles = wishes.applicationRoles().isEmpty()
                ? new ApplicationRoles(
                                catalogue,
                                Stream.concat(tenantTables(), root().stream()).toList())
                        .guess(this::asksWhoActs)
                : named(wishes.applicationRoles());
        for (Role role : roles) {
            application.add(catalogue.standing(connection, role));
        }
        contextSettings = wishes.contextSetting().isEmpty()
                ? guessContextSettings()
                : Stream.concat(Stream.of(wishes.contextSetting()), guessContextSettings().stream())
                        .distinct()
                        .toList();
        contextSettingNames = Set.copyOf(contextSettings);
        meaningsOfPolicies.clear();
        confined.clear();
        explain(wishes);
    }

    /** Reads the database; the connection should be in one snapshot, with pg_catalog alone as its search path. */
    public static Database read(Connection connection, Wishes wishes) throws SQLException {
        return new Database(connection, wishes);
    }

    private List<Role> named(List<String> names) {
        return names.stream()
                .map(name -> catalogue
                        .role(name)
                        .orElseThrow(
                                () -> new IllegalArgumentException("There is no role " + name + " on this server.")))
                .toList();
    }

    private boolean asksWhoActs(Policy policy) {
        return Stream.of(Optional.ofNullable(policy.usingTree()), Optional.ofNullable(policy.checkTree()))
                .flatMap(Optional::stream)
                .map(catalogue::expression)
                .anyMatch(e -> e.everywhere().anyMatch(Expression.SessionUser.class::isInstance)
                        || !meanings.settings(e).isEmpty()
                        || functions(e).anyMatch(f -> reaches.of(f).ofSession()));
    }

    private List<String> guessContextSettings() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Stream.concat(tenantTables(), root().stream())
                .flatMap(t -> catalogue.policies(t).stream())
                .filter(p -> application.isEmpty() || application.stream().anyMatch(s -> s.isAmong(p.roles())))
                .flatMap(p -> Stream.of(seen(p), written(p)).flatMap(Optional::stream))
                .flatMap(m -> m.context().stream())
                .filter(s -> !s.equals(Reach.ANY_SETTING))
                .forEach(s -> counts.merge(s, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void explain(Wishes wishes) {
        String how = " (assumed; say otherwise with ";
        reasons.add("application role: "
                + (application.isEmpty()
                        ? "none found"
                        : application.stream().map(s -> s.role().name()).collect(Collectors.joining(", ")))
                + (wishes.applicationRoles().isEmpty() ? how + "--app-role)" : ""));
        reasons.add("tenant column: " + (tenantColumn.isEmpty() ? "none found" : tenantColumn)
                + root().map(r -> ", of " + r.sql()).orElse("")
                + (wishes.tenantColumn().isEmpty() ? how + "--tenant-column)" : ""));
        reasons.add("context setting: "
                + (contextSettings.isEmpty()
                        ? "none: no policy compares the tenant with one"
                        : String.join(", ", contextSettings))
                + (wishes.contextSetting().isEmpty() ? how + "--context-setting)" : ""));
        globals.forEach(
                (relation, reason) -> reasons.add("global on purpose: " + relation.sql() + " (" + reason + ")"));
        List<String> readOnly = assumedGlobal().map(Relation::sql).sorted().toList();
        if (!readOnly.isEmpty()) {
            reasons.add("no tenant's, since the application only reads them and nothing ties them to a tenant: "
                    + String.join(", ", readOnly));
        }
    }

    // What there is

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public Reaches reaches() {
        return reaches;
    }

    @Override
    public Set<String> contextSettings() {
        return contextSettingNames;
    }

    /** The setting that says who acts; empty where none does. */
    public Optional<String> contextSetting() {
        return contextSettings.stream().findFirst();
    }

    public Server server() {
        return catalogue.server();
    }

    public Assumptions assumptions() {
        return new Assumptions(
                application.stream().map(s -> s.role().name()).toList(),
                tenantColumn,
                root(),
                rootKey,
                contextSettings,
                globals.keySet(),
                List.copyOf(reasons));
    }

    /** The application's roles that policies can bind: all but superusers. */
    public List<Standing> application() {
        return application.stream().filter(s -> !s.role().superuser()).toList();
    }

    /** The application's roles, superusers too. */
    public List<Standing> everyApplication() {
        return List.copyOf(application);
    }

    /** The name of the tenant column. */
    public String tenantColumn() {
        return tenantColumn;
    }

    /** Tables with the tenant column: ordinary, partitioned, partitions and children, the application's or not. */
    public Stream<Relation> tenantTables() {
        if (tenantTables == null) {
            tenantTables = catalogue.relations().stream()
                    .filter(r -> !r.ofExtension() && isTenantTable(r))
                    .toList();
        }
        return tenantTables.stream();
    }

    /** Tenant tables, but partitions and children, which go with their parent. */
    public Stream<Relation> wholeTenantTables() {
        return tenantTables().filter(t -> t.parents().isEmpty());
    }

    /** The table of tenants. */
    public Optional<Relation> root() {
        return Optional.ofNullable(root);
    }

    public boolean isRoot(Relation relation) {
        return relation.equals(root);
    }

    /** The column of the relation that is the tenant: the tenant column, or the root's key. */
    public Optional<Column> tenantColumnOf(Relation relation) {
        return isRoot(relation) ? catalogue.column(relation, rootKey) : catalogue.column(relation, tenantColumn);
    }

    @Override
    public boolean isTenantColumn(long relation, int column) {
        return catalogue
                .relation(relation)
                .flatMap(this::tenantColumnOf)
                .filter(c -> c.number() == column)
                .isPresent();
    }

    @Override
    public boolean hasTenantColumn(long relation) {
        return catalogue.relation(relation).flatMap(this::tenantColumnOf).isPresent();
    }

    public boolean isTenantTable(Relation relation) {
        return relation.isTable() && !isRoot(relation) && !isGlobal(relation) && hasTenantColumn(relation.oid());
    }

    /** Whether the relation was declared to be no tenant's. */
    public boolean isGlobal(Relation relation) {
        return globals.containsKey(relation);
    }

    /** Tables without a tenant that the application only reads and that no key or trigger ties to a tenant's table. */
    public Stream<Relation> assumedGlobal() {
        return catalogue.relations().stream()
                .filter(r -> r.isTable() && !r.ofExtension() && !hasTenantColumn(r.oid()) && !isGlobal(r))
                .filter(r -> application().stream().anyMatch(s -> s.reaches(r)) && !r.rowSecurity())
                .filter(r ->
                        application().stream().noneMatch(s -> s.writes(r) || s.owns(r)) && !isTied(r) && !isFed(r));
    }

    /** Whether a trigger of a tenant's table puts rows into the table. */
    public boolean isFed(Relation relation) {
        return tenantTables()
                .flatMap(table -> catalogue.triggers(table).stream())
                .filter(Trigger::enabled)
                .flatMap(trigger -> catalogue.function(trigger.function()).stream())
                .distinct()
                .anyMatch(function -> function.source().addsTo(relation.name()));
    }

    /** Whether a foreign key leads from the table to a tenant's, directly or by way of others. */
    public boolean isTied(Relation relation) {
        return isTied(relation, new HashSet<>());
    }

    private boolean isTied(Relation relation, Set<Relation> asked) {
        return asked.add(relation)
                && catalogue
                        .foreignKeys(relation)
                        .flatMap(key -> catalogue.relation(key.target()).stream())
                        .anyMatch(t -> isTenantTable(t) || isRoot(t) || isTied(t, asked));
    }

    /** The application's roles that can do something with the relation. */
    public List<Standing> reaching(Relation relation) {
        return application().stream().filter(s -> s.reaches(relation)).toList();
    }

    /** The application's roles that hold the privilege without owning the relation. */
    public List<Standing> granted(Relation relation, Privilege privilege) {
        return application().stream()
                .filter(s -> !s.owns(relation) && s.privileges(relation).contains(privilege))
                .toList();
    }

    /** Whether PUBLIC was granted the privilege. */
    public boolean grantedToPublic(Relation relation, Privilege privilege) {
        return catalogue.grants().stream()
                .anyMatch(g -> g.relation() == relation.oid()
                        && g.grantee() == Role.PUBLIC
                        && g.privilege().equals(privilege.name()));
    }

    public Optional<Schema> schemaOf(Relation relation) {
        return catalogue.schema(relation.schemaOid());
    }

    // What policies mean

    /** Policies of the relation that bind the role: for it, for a role that it inherits from, or for everybody. */
    public List<Policy> policies(Relation relation, Standing role) {
        return catalogue.policies(relation).stream()
                .filter(p -> role.isAmong(p.roles()))
                .toList();
    }

    /** Policies of tenant tables and of the root that bind an application role. */
    public Stream<Policy> policies() {
        return Stream.concat(tenantTables(), root().stream())
                .flatMap(t -> catalogue.policies(t).stream())
                .filter(p -> application().stream().anyMatch(s -> s.isAmong(p.roles())));
    }

    /** What the policy asks of rows that are read, changed or deleted; empty: nothing. */
    public Optional<Meaning> seen(Policy policy) {
        return meaning(policy, policy.treeOfSeen(), false);
    }

    /** What the policy asks of rows that are written; empty: nothing. */
    public Optional<Meaning> written(Policy policy) {
        return meaning(policy, policy.treeOfWritten(), true);
    }

    private Optional<Meaning> meaning(Policy policy, @Nullable String tree, boolean written) {
        if (tree == null) {
            return Optional.empty();
        }
        int column = catalogue
                .relation(policy.relation())
                .flatMap(this::tenantColumnOf)
                .map(Column::number)
                .orElse(0);
        Expression expression = catalogue.expression(tree);
        // A tree that asks for the tenant only means the same on whatever table.
        boolean everywhere = expression
                .everywhere()
                .filter(Expression.Column.class::isInstance)
                .allMatch(c -> c.equals(new Expression.Column(0, 1, column)));
        String name = (everywhere ? "" : policy.relation()) + "/" + column + "/" + written + "/" + tree;
        Optional<Meaning> known = meaningsOfPolicies.get(name);
        if (known == null) {
            known = Optional.of(
                    written
                            ? meanings.ofCheck(expression, policy.relation())
                            : meanings.ofPolicy(expression, policy.relation()));
            meaningsOfPolicies.put(name, known);
        }
        return known;
    }

    /** The expressions of a policy. */
    public Stream<Expression> expressions(Policy policy) {
        return Stream.of(Optional.ofNullable(policy.usingTree()), Optional.ofNullable(policy.checkTree()))
                .flatMap(Optional::stream)
                .map(catalogue::expression);
    }

    public Meanings meanings() {
        return meanings;
    }

    /** The functions, not PostgreSQL's own, that an expression calls. */
    public Stream<Function> functions(Expression expression) {
        return expression
                .everywhere()
                .filter(Expression.Call.class::isInstance)
                .map(call -> catalogue.function(((Expression.Call) call).function()))
                .flatMap(Optional::stream)
                .distinct();
    }

    /** The functions that policies of tenant tables call for the application, directly or through others. */
    public Set<Function> functionsOfPolicies() {
        return policies()
                .flatMap(this::expressions)
                .flatMap(this::functions)
                .flatMap(f -> reaches.of(f).functions().stream())
                .sorted(Comparator.comparing(Function::signature))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether row security is in force for the role on the table. */
    public boolean isBound(Relation relation, Standing role) {
        return relation.rowSecurity() && !role.role().unbound() && (relation.forced() || !role.owns(relation));
    }

    /** Whether a RESTRICTIVE policy keeps other tenants' rows from being seen, or written, by the command. */
    public boolean hasFloor(Relation relation, Standing role, Command command) {
        return policies(relation, role).stream()
                .filter(p -> !p.permissive() && p.covers(command))
                .anyMatch(p -> (command == Command.INSERT ? written(p) : seen(p))
                        .map(Meaning::confines)
                        .orElse(false));
    }

    /** Whether all that the role can reach of the table by the command is its context's. */
    public boolean isConfined(Relation relation, Standing role, Command command) {
        if (!isBound(relation, role)) {
            return false;
        }
        return hasFloor(relation, role, command)
                || policies(relation, role).stream()
                        .filter(p -> p.permissive() && p.covers(command))
                        .flatMap(p -> (command == Command.INSERT ? written(p) : seen(p)).stream())
                        .allMatch(Meaning::confines);
    }

    @Override
    public boolean isConfined(long relation) {
        Boolean known = confined.get(relation);
        if (known != null) {
            return known;
        }
        // While it is being asked, it is not: policies that lean on one another prove nothing.
        confined.put(relation, false);
        boolean answer = catalogue
                .relation(relation)
                .filter(Relation::isTable)
                .filter(r -> !application().isEmpty()
                        && application().stream().allMatch(s -> s.role().unbound() || isConfined(r, s, Command.SELECT)))
                .isPresent();
        confined.put(relation, answer);
        return answer;
    }

    /** The names of roles, for a sentence. */
    public static String names(Collection<Standing> roles) {
        return roles.stream().map(s -> s.role().name()).sorted().collect(Collectors.joining(", "));
    }

    /** The predicate by which this database tells a tenant's rows, for this relation. */
    public String tenantPredicate(Relation relation) {
        return predicates.of(relation);
    }

    /**
     * Whether {@link #tenantPredicate} is this database's own way of telling a tenant's rows, or it has none: not where its
     * policies ask what the relation has not.
     */
    public boolean hasTenantPredicate(Relation relation) {
        return predicates.isOwn(relation);
    }

    /** The predicate by which another table's policies tell them, for this relation. */
    public String tenantPredicate(Relation model, Relation relation) {
        return predicates.like(model, relation);
    }
}
