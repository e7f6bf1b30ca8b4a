package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a tenant has a row to be fought over: one of its own, else a copy of another tenant's, else one made up by type;
 * the last two inside the transaction only. As a superuser without triggers and foreign keys.
 */
final class Fixture {

    private final Database db;
    private final Session session;
    private final SampleValues values;
    private final OutsideEffects outside;
    private final Map<Long, String> reasons = new HashMap<>();

    Fixture(Database db, Session session) {
        this.db = db;
        this.session = session;
        this.values = new SampleValues(db, session);
        this.outside = new OutsideEffects(db);
    }

    /** A row of the tenant's; empty where there is none and none could be made. */
    Optional<SampleRow> rowOf(Ownership owned, String tenant) throws SQLException {
        Optional<SampleRow> own = existing(owned, "= ?", tenant);
        return own.isPresent() ? own : made(owned, tenant);
    }

    /** Why there was no row. */
    String reason(Relation relation) {
        return reasons.getOrDefault(
                relation.oid(), "no row of the tenant is there, and only a superuser makes some up");
    }

    /** A value that no other row has. */
    String freshValue(Relation relation, Column column, String seed) throws SQLException {
        return values.fresh(relation, column, seed);
    }

    /** A tenant's value that no tenant has. */
    String newTenant(Ownership owned, String seed) throws SQLException {
        return values.fresh(owned.relation(), owned.column(), seed);
    }

    Optional<SampleRow> existing(Ownership owned, String condition, String tenant) throws SQLException {
        Map<String, String> found = session.row(
                "select " + columns(owned.relation(), "t0.")
                        + ", t0.ctid::text as ctid, t0.tableoid::int8::text as tableoid" + " from " + owned.from(db)
                        + " where " + owned.tenant() + " " + condition + " limit 1",
                tenant);
        if (found.isEmpty() && !session.reason().isEmpty()) {
            reasons.put(owned.relation().oid(), session.reason());
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(SampleRow.of(found, Ownership.keyColumns(db, owned.relation())));
    }

    /** How many rows are the tenant's, up to one more than is looked at. */
    long count(Ownership owned, String tenant) throws SQLException {
        Attempt count = session.attempt(
                "select count(*) from (select from " + owned.from(db) + " where " + owned.tenant() + " = ? limit "
                        + (Session.MOST_ROWS + 1) + ") few",
                tenant);
        return count.worked() ? count.number() : Session.MOST_ROWS + 1;
    }

    /** Takes the tenant's rows away until the work around it is undone, without triggers and keys. */
    Attempt remove(Ownership owned, String tenant) throws SQLException {
        session.attempt("set local session_replication_role = replica");
        Attempt removed = session.attempt(
                "delete from " + owned.relation().sql() + " d using " + owned.from(db)
                        + " where d.tableoid = t0.tableoid and d.ctid = t0.ctid and " + owned.tenant() + " = ?",
                tenant);
        session.attempt("set local session_replication_role = origin");
        return removed;
    }

    private String columns(Relation relation, String alias) {
        return db.catalogue().columns(relation).stream()
                .map(c -> alias + c.sql() + "::text as " + c.sql())
                .collect(Collectors.joining(", "));
    }

    private Optional<SampleRow> made(Ownership owned, String tenant) throws SQLException {
        if (!session.isSuperuser()) {
            return Optional.empty();
        }
        Map<String, String> ownership = new LinkedHashMap<>();
        if (owned.direct()) {
            ownership.put(owned.column().name(), tenant);
        } else {
            Optional<Ownership> parent = Ownership.of(db, owned.parents().getFirst());
            Optional<SampleRow> above = parent.isPresent() ? rowOf(parent.get(), tenant) : Optional.empty();
            if (above.isEmpty()) {
                return Optional.empty();
            }
            ownership.putAll(reference(owned, above.get()));
        }
        Optional<SampleRow> model = existing(owned, "<> ?", tenant);
        for (int variant = 0; variant < SampleValues.VARIANTS; variant++) {
            Map<String, String> row = model.isPresent()
                    ? copy(owned.relation(), model.get(), ownership, tenant)
                    : invent(owned.relation(), ownership, tenant, variant);
            row.putAll(ownership);
            Map<String, String> inserted = insert(owned.relation(), row);
            if (!inserted.isEmpty()) {
                return Optional.of(SampleRow.of(inserted, Ownership.keyColumns(db, owned.relation())));
            }
            reasons.put(owned.relation().oid(), "no row could be made up: " + session.reason());
        }
        return Optional.empty();
    }

    /** The columns by which a child's row hangs on its parent's, set to this parent. */
    Map<String, String> reference(Ownership child, SampleRow parent) {
        Constraint key = child.path().getFirst();
        Relation above = child.parents().getFirst();
        Map<String, String> reference = new LinkedHashMap<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String target = name(above, key.targetColumns().get(i));
            reference.put(name(child.relation(), key.columns().get(i)), parent.value(target));
        }
        return reference;
    }

    private String name(Relation relation, int number) {
        return db.catalogue().column(relation, number).map(Column::name).orElse("");
    }

    private Map<String, String> copy(Relation relation, SampleRow model, Map<String, String> ownership, String tenant)
            throws SQLException {
        Map<String, String> row = new LinkedHashMap<>(model.values());
        for (Column column : freshened(relation, ownership.keySet())) {
            row.put(column.name(), values.fresh(relation, column, tenant));
        }
        return row;
    }

    /** A column of each unique key that does not name the tenant anyway: it gets a value of its own. */
    Set<Column> freshened(Relation relation, Set<String> ownership) {
        Set<Column> columns = new LinkedHashSet<>();
        for (Constraint key : db.catalogue().constraints(relation)) {
            List<Column> parts = key.columns().stream()
                    .flatMap(n -> db.catalogue().column(relation, n).stream())
                    .toList();
            if ((key.kind() == 'p' || key.kind() == 'u')
                    && parts.stream().noneMatch(c -> ownership.contains(c.name()))) {
                parts.stream().filter(c -> !references(relation, c)).findFirst().ifPresent(columns::add);
            }
        }
        return columns;
    }

    private boolean references(Relation relation, Column column) {
        return db.catalogue().foreignKeys(relation).anyMatch(k -> k.columns().contains(column.number()));
    }

    private Map<String, String> invent(Relation relation, Map<String, String> ownership, String tenant, int variant)
            throws SQLException {
        Map<String, String> row = new LinkedHashMap<>();
        for (Column column : db.catalogue().columns(relation)) {
            boolean defaulted = column.defaultText() != null && !column.sequential();
            boolean needed = (column.notNull() && !defaulted)
                    || freshened(relation, ownership.keySet()).contains(column);
            if (needed && !column.generated()) {
                row.put(column.name(), values.value(relation, column, tenant, variant));
            }
        }
        return row;
    }

    private Map<String, String> insert(Relation relation, Map<String, String> row) throws SQLException {
        // A column whose default would do what stays is said to be NULL, rather than left out.
        List<Column> columns = db.catalogue().columns(relation).stream()
                .filter(c -> !c.generated()
                        && (row.containsKey(c.name()) || outside.ofDefault(c).isPresent()))
                .toList();
        @Nullable String[] parameters = new @Nullable String[columns.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = row.get(columns.get(i).name());
        }
        session.attempt("set local session_replication_role = replica");
        Map<String, String> inserted = session.row(
                "insert into " + relation.sql() + " ("
                        + columns.stream().map(Column::sql).collect(Collectors.joining(", "))
                        + ") overriding system value values ("
                        + columns.stream().map(c -> "?").collect(Collectors.joining(", ")) + ") returning "
                        + columns(relation, "") + ", ctid::text as ctid, tableoid::int8::text as tableoid",
                parameters);
        session.attempt("set local session_replication_role = origin");
        return inserted;
    }

    /** A root row for a tenant that does not exist, so that what looks it up finds it. */
    boolean makeTenant(String tenant) throws SQLException {
        Optional<Ownership> root = db.root().flatMap(r -> Ownership.of(db, r));
        return root.isEmpty() || rowOf(root.get(), tenant).isPresent();
    }
}
