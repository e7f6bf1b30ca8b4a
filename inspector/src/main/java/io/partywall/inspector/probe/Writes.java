package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries to change a row that is another's: one row, inside a savepoint that is undone at once. */
final class Writes {

    private final Ground ground;
    private final Session session;
    private final Identity who;
    private final Target target;
    private final SampleRow theirs;
    private final Verdict verdict;
    private final Optional<String> stays;

    Writes(Ground ground, Identity who, Target target, SampleRow theirs, Verdict verdict) {
        this.ground = ground;
        this.session = ground.session();
        this.who = who;
        this.target = target;
        this.theirs = theirs;
        this.verdict = verdict;
        this.stays = ground.outside().ofTriggers(target.relation());
    }

    private boolean may(Privilege privilege) {
        return Ground.may(who.standing(), target, privilege);
    }

    private void judge(String what, Attempt attempt, String shown) {
        verdict.judge(what, attempt, who.script(shown));
    }

    /** Everything that the role has a right to try. Its own row serves to be moved. */
    void attack(Optional<SampleRow> mine) throws SQLException {
        Optional<Column> column = updatable();
        Set<String> insertable = ground.insertableColumns(who.standing(), target);
        session.as(who, () -> {
            if (may(Privilege.UPDATE) && column.isPresent()) {
                lock();
                update(column.get());
            }
            if (may(Privilege.DELETE)) {
                delete();
            }
            if (may(Privilege.INSERT)) {
                insert(insertable);
            }
            if (mine.isPresent() && may(Privilege.UPDATE)) {
                move(mine.get());
            }
            return true;
        });
        new BlindWrites(ground, who, target, verdict).attack(column, theirs, stays.isPresent());
    }

    private Optional<Column> updatable() {
        List<String> key = theirs.key();
        String tenant = target.ownership().map(o -> o.column().name()).orElse("");
        return ground.db().catalogue().columns(target.relation()).stream()
                .filter(c -> !c.generated() && who.standing().updatesColumn(target.relation(), c.number()))
                .min(Comparator.comparing(
                                (Column c) -> key.contains(c.name()) || c.name().equals(tenant))
                        .thenComparing(c -> !theirs.has(c.name())));
    }

    private void lock() throws SQLException {
        String sql = "select 1 from " + target.sql() + " where ";
        judge(
                "lock a row",
                session.undone(sql + theirs.where() + " for update", theirs.and()),
                sql + theirs.shown() + " for update");
    }

    private void update(Column column) throws SQLException {
        String head = "update " + target.sql() + " set " + column.sql() + " = ? where ";
        judge(
                "update a row",
                attempt(head, stays.isPresent(), theirs.values().get(column.name())),
                head.replace("?", column.sql()) + theirs.shown());
    }

    private void delete() throws SQLException {
        String head = "delete from " + target.sql() + " where ";
        judge("delete a row", attempt(head, stays.isPresent() || cascades()), head + theirs.shown());
    }

    /** Gently, the row only comes as far as being found: what hangs on it could be half of the database. */
    private Attempt attempt(String head, boolean gently, @Nullable String... values) throws SQLException {
        return gently
                ? Passing.through(
                        session,
                        head + theirs.where() + " and case when " + theirs.where() + " then " + Passing.NONE + " end",
                        theirs.and(theirs.and(values)))
                : session.undone(head + theirs.where(), theirs.and(values));
    }

    private boolean cascades() {
        return ground.db().catalogue().relations().stream()
                .flatMap(r -> ground.db().catalogue().foreignKeys(r))
                .anyMatch(k -> k.target() == target.relation().oid() && "cnd".indexOf(k.onDelete()) >= 0);
    }

    private void insert(Set<String> insertable) throws SQLException {
        SampleRow row = fresh();
        List<Column> all = ground.db().catalogue().columns(target.relation());
        List<Column> columns = all.stream()
                .filter(c -> insertable.contains(c.name()) && (row.has(c.name()) || c.sequential()))
                .toList();
        Optional<String> refrain = stays.or(() -> all.stream()
                .filter(c -> !columns.contains(c))
                .flatMap(c -> ground.outside().ofDefault(c).stream())
                .findFirst());
        if (refrain.isPresent()) {
            verdict.unclear("insert", refrain.get());
            return;
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        columns.forEach(c -> values.put(c.sql(), row.values().get(c.name())));
        String head = "insert into " + target.sql() + " (" + String.join(", ", values.keySet())
                + ") overriding system value values (";
        judge(
                "insert a row",
                session.undone(
                        head + values.keySet().stream().map(c -> "?").collect(Collectors.joining(", ")) + ")",
                        values.values().toArray(new @Nullable String[0])),
                head + columns.stream().map(c -> shown(c, row)).collect(Collectors.joining(", ")) + ")");
    }

    private String shown(Column column, SampleRow row) {
        boolean tenant = target.ownership()
                .filter(o -> o.direct() && o.column().equals(column))
                .isPresent();
        return tenant ? Sql.literal(row.value(column.name())) : "'…'";
    }

    /** Their row again, under a key of its own. */
    private SampleRow fresh() throws SQLException {
        Ownership owned = target.ownership().orElseThrow();
        Set<String> tenant = owned.direct() ? Set.of(owned.column().name()) : Set.of();
        Map<String, String> keys = new LinkedHashMap<>();
        for (Column column : ground.fixture().freshened(target.relation(), tenant)) {
            keys.put(column.name(), ground.fixture().freshValue(target.relation(), column, "insert"));
        }
        return theirs.with(keys);
    }

    /** Gives a row of its own to the other tenant. */
    private void move(SampleRow mine) throws SQLException {
        Ownership owned = target.ownership().orElseThrow();
        List<Column> columns = ownershipColumns(owned);
        boolean allowed = columns.stream().allMatch(c -> who.standing().updatesColumn(target.relation(), c.number()));
        boolean changes = columns.stream().anyMatch(c -> !mine.value(c.name()).equals(theirs.value(c.name())));
        if (!allowed || !changes || stays.isPresent()) {
            return;
        }
        String set = columns.stream().map(c -> c.sql() + " = ?").collect(Collectors.joining(", "));
        String[] values = columns.stream().map(c -> theirs.value(c.name())).toArray(String[]::new);
        String sql = "update " + target.sql() + " set ";
        judge(
                "move a row to the other tenant",
                session.undone(sql + set + " where " + mine.where(), mine.and(values)),
                sql
                        + columns.stream()
                                .map(c -> c.sql() + " = " + shown(c, theirs))
                                .collect(Collectors.joining(", "))
                        + " where " + mine.shown());
        // Without a WHERE the policies for SELECT are not asked of the moved row either.
        judge(
                "move a row without WHERE",
                session.undone(sql + set + " where " + Passing.FIRST, values),
                sql
                        + columns.stream()
                                .map(c -> c.sql() + " = " + shown(c, theirs))
                                .collect(Collectors.joining(", ")));
    }

    private List<Column> ownershipColumns(Ownership owned) {
        List<Column> columns = new ArrayList<>();
        if (owned.direct()) {
            columns.add(owned.column());
        } else {
            owned.path()
                    .getFirst()
                    .columns()
                    .forEach(n ->
                            ground.db().catalogue().column(target.relation(), n).ifPresent(columns::add));
        }
        return columns;
    }
}
