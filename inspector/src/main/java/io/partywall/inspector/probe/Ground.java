package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all probes stand on: the database, two tenants, who acts for them, and what is to be attacked. */
final class Ground {

    private final Database db;
    private final Session session;
    private final ProbeOptions options;
    private final Results results = new Results();
    private final Fixture fixture;
    private final OutsideEffects outside;
    private final ContextGuess guess;
    private final List<Target> targets;
    private final List<Standing> actors = new ArrayList<>();
    private final Map<String, Set<String>> insertable = new HashMap<>();
    private Tenants tenants = Tenants.none();
    private List<Identity> ofA = List.of();

    Ground(Database db, Session session, ProbeOptions options) throws SQLException {
        this.db = db;
        this.session = session;
        this.options = options;
        this.fixture = new Fixture(db, session);
        this.outside = new OutsideEffects(db);
        this.targets = Target.all(db);
        this.guess = session.inTransaction(() -> new ContextGuess(db, session));
        for (Standing standing : db.application()) {
            if (session.canAct(standing.role(), db.server().major())) {
                actors.add(standing);
            } else {
                results.notTried(
                        "L4",
                        standing.role().object(),
                        "whoever connected can neither become "
                                + standing.role().name() + " nor is it");
            }
        }
    }

    void choose(Tenants chosen) {
        this.tenants = chosen;
    }

    void identify(List<Identity> forA) {
        this.ofA = forA;
    }

    /** Does the work in a transaction in which both tenants are there, and undoes it. */
    <T> T inTransaction(Session.Work<T> work) throws SQLException {
        return session.inTransaction(() -> {
            if (tenants.made()) {
                for (String tenant : tenants.both()) {
                    fixture.makeTenant(tenant);
                    for (Ownership lookup : guess.lookups()) {
                        fixture.rowOf(lookup, tenant);
                    }
                }
            }
            return work.run();
        });
    }

    /** A role without any context, with what ALTER ROLE gives its sessions. */
    Identity nobody(Standing standing) {
        return new Identity(standing, "", defaults(standing));
    }

    private Map<String, String> defaults(Standing standing) {
        Map<String, String> defaults = new LinkedHashMap<>();
        db.catalogue().settingDefaults().stream()
                .filter(d -> d.role() == standing.role().oid()
                        && (d.name().contains(".") || d.name().equals("search_path")))
                .forEach(d -> defaults.put(d.name(), d.value()));
        return defaults;
    }

    /** The same with the context said to be empty, as a transaction that had one leaves it. */
    Identity emptied(Standing standing) {
        Map<String, String> empty = new LinkedHashMap<>(defaults(standing));
        guess.settings().forEach(s -> empty.put(s, ""));
        return new Identity(standing, "", empty);
    }

    /** The role with a context. */
    Identity somebody(Standing standing, String tenant, Map<String, String> context) {
        Map<String, String> settings = new LinkedHashMap<>(defaults(standing));
        settings.putAll(context);
        return new Identity(standing, tenant, settings);
    }

    /** The setting that names the tenant, or the user who acts for him; empty where none does. */
    Optional<String> contextSetting() {
        return guess.settings().stream()
                .filter(s -> ofA.stream()
                        .anyMatch(i -> i.tenant().equals(i.settings().get(s))))
                .findFirst()
                .or(() -> guess.settings().stream().findFirst());
    }

    /** Whether who is connected, and no setting, is the context. */
    boolean byRole() {
        return guess.settings().isEmpty() && options.context().isEmpty();
    }

    /** Whether a function that policies call computes a hash or checks a signature. */
    boolean pretendsToVerify() {
        return db.functionsOfPolicies().stream()
                .anyMatch(f -> db.reaches().of(f).verifies());
    }

    Set<String> insertableColumns(Standing standing, Target target) throws SQLException {
        String key = standing.role().name() + " " + target.sql();
        Set<String> known = insertable.get(key);
        if (known == null) {
            known = Set.copyOf(session.attempt(
                            "select attname from pg_catalog.pg_attribute where attrelid = ? and attnum > 0 and not"
                                    + " attisdropped and attgenerated = '' and pg_catalog.has_column_privilege(?,"
                                    + " attrelid, attnum, 'INSERT')",
                            String.valueOf(target.relation().oid()),
                            standing.role().name())
                    .rows());
            insertable.put(key, known);
        }
        return known;
    }

    /** Functions returning rows that the role may call without arguments, and that a rollback undoes. */
    List<Function> rowFunctions(Standing standing) {
        return db.catalogue().functions().stream()
                .filter(f -> f.returnsRows() && f.arguments() == 0 && !f.ofExtension() && !f.trigger())
                .filter(standing::calls)
                .toList();
    }

    /** Who can act at all. */
    List<Standing> actors() {
        return actors;
    }

    /** Those of them that may do that with the relation. */
    static boolean may(Standing standing, Target target, Privilege privilege) {
        return standing.privileges(target.relation()).contains(privilege);
    }

    /** A row of that tenant's, to be fought over. */
    Optional<SampleRow> rowOf(Target target, String tenant) throws SQLException {
        return target.isTable() && target.ownership().isPresent()
                ? fixture.rowOf(target.ownership().get(), tenant)
                : Optional.empty();
    }

    void progress(String line) {
        options.progress().accept(line);
    }

    Database db() {
        return db;
    }

    Session session() {
        return session;
    }

    Results results() {
        return results;
    }

    Fixture fixture() {
        return fixture;
    }

    OutsideEffects outside() {
        return outside;
    }

    ContextGuess guess() {
        return guess;
    }

    List<Target> targets() {
        return targets;
    }

    Tenants tenants() {
        return tenants;
    }

    String a() {
        return tenants.a();
    }

    String b() {
        return tenants.b();
    }

    List<Identity> ofA() {
        return ofA;
    }
}
