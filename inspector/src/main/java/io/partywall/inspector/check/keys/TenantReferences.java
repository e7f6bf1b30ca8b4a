package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Foreign keys between tenants' tables. */
final class TenantReferences {

    private static final int FIRST_WITH_COLUMNS = 15;

    private TenantReferences() {}

    /** Those that do not compare the tenants. */
    static Stream<Constraint> crossing(Database db, Relation table) {
        return db.catalogue()
                .foreignKeys(table)
                .filter(key -> !key.inherited() && !Keys.tiesTenants(db, table, key))
                .filter(key -> db.catalogue()
                        .relation(key.target())
                        .filter(db::isTenantTable)
                        .isPresent());
    }

    /** Whether another key does the same and compares the tenants. */
    private static boolean isRedundant(Database db, Relation table, Constraint key) {
        return db.catalogue()
                .foreignKeys(table)
                .anyMatch(other -> other.target() == key.target()
                        && other.validated()
                        && other.enforced()
                        && other.onDelete() == key.onDelete()
                        && other.onUpdate() == key.onUpdate()
                        && Keys.tiesTenants(db, table, other)
                        && covers(other, key));
    }

    private static boolean covers(Constraint wider, Constraint key) {
        for (int i = 0; i < key.columns().size(); i++) {
            int at = wider.positionOf(key.columns().get(i));
            if (at < 0
                    || !wider.targetColumns().get(at).equals(key.targetColumns().get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean deletes(Constraint key) {
        return key.onDelete() == 'c' || key.onDelete() == 'n' || key.onDelete() == 'd';
    }

    static String target(Database db, Constraint key) {
        return db.catalogue().relation(key.target()).map(Relation::sql).orElse("?");
    }

    /** The rule as SQL writes it, with a space before; empty where it only refuses. */
    static String onDelete(Constraint key) {
        return action(" on delete ", key.onDelete());
    }

    private static String action(String event, char letter) {
        return switch (letter) {
            case 'r' -> event + "restrict";
            case 'c' -> event + "cascade";
            case 'n' -> event + "set null";
            case 'd' -> event + "set default";
            default -> "";
        };
    }

    /** A key of both columns takes the place of the old one, built without long locks. */
    static Remedy remedy(Database db, Relation table, Constraint key) {
        String drop = "alter table " + table.sql() + " drop constraint " + key.sql();
        if (isRedundant(db, table, key)) {
            return Remedy.mechanical(Step.KEYS, drop);
        }
        Relation target = db.catalogue().relation(key.target()).orElse(table);
        Optional<Column> own = db.tenantColumnOf(table);
        Optional<Column> theirs = db.tenantColumnOf(target);
        boolean setsColumns = key.onDelete() == 'n' || key.onDelete() == 'd';
        boolean expressible = (!setsColumns || db.server().major() >= FIRST_WITH_COLUMNS)
                && key.onUpdate() != 'n'
                && key.onUpdate() != 'd'
                && !key.columns().contains(own.map(Column::number).orElse(0))
                && !key.targetColumns().contains(theirs.map(Column::number).orElse(0));
        if (own.isEmpty() || theirs.isEmpty() || !expressible) {
            return Remedy.advice("Make it a key of both, the tenant and the reference, on both sides.");
        }
        String columns = Keys.list(db, table, key.columns());
        String targets = Keys.list(db, target, key.targetColumns());
        List<String> statements = new ArrayList<>();
        unique(db, target, theirs.get(), key.targetColumns()).ifPresent(statements::add);
        String name = Keys.fresh(db, table, key.name() + "_" + own.get().name());
        statements.addAll(Keys.add(
                db,
                table,
                name,
                "foreign key (" + own.get().sql() + ", " + columns + ") references " + target.sql() + " ("
                        + theirs.get().sql() + ", " + targets + ")" + action(" on update ", key.onUpdate())
                        + onDelete(key) + (setsColumns ? " (" + columns + ")" : "") + deferral(key)));
        statements.add(drop);
        return Remedy.mechanical(Step.KEYS, statements.toArray(String[]::new));
    }

    private static String deferral(Constraint key) {
        return !key.definition().contains(" DEFERRABLE")
                ? ""
                : key.definition().contains(" INITIALLY DEFERRED") ? " deferrable initially deferred" : " deferrable";
    }

    /** An index for the new key to lean on; the same statement for each key that leans on it. */
    private static Optional<String> unique(Database db, Relation target, Column tenant, List<Integer> columns) {
        Set<Integer> wanted = new HashSet<>(columns);
        wanted.add(tenant.number());
        boolean there = db.catalogue().indexes(target).stream()
                .anyMatch(index -> index.unique()
                        && index.valid()
                        && !index.partial()
                        && index.key().size() == wanted.size()
                        && wanted.containsAll(index.key()));
        String names = columns.stream()
                .flatMap(number -> db.catalogue().column(target, number).stream())
                .map(Column::name)
                .collect(Collectors.joining("_"));
        boolean plain = target.kind() == Relation.Kind.PARTITIONED_TABLE;
        return there
                ? Optional.empty()
                : Optional.of("create unique index " + (plain ? "" : "concurrently ") + "if not exists "
                        + Keys.fresh(db, target, target.name() + "_" + tenant.name() + "_" + names + "_key") + " on "
                        + target.sql() + " (" + tenant.sql() + ", " + Keys.list(db, target, columns) + ")");
    }
}
