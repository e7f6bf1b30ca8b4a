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

    private static final int FEW = 100;
    private static final String NOTED = "partywall.passed";
    private static final String PASSED = "pg_catalog.current_setting('" + NOTED + "', true)";
    // Counts the rows that come through the policies and lets none of them pass: nothing is written or locked.
    private static final String COUNTING =
            "pg_catalog.set_config('" + NOTED + "', (coalesce(nullif(" + PASSED + ", ''), '0')::int4 + 1)::text, true)";

    private final Ground ground;
    private final Session session;
    private final Identity who;
    private final Target target;
    private final SampleRow theirs;
    private final Verdict verdict;

    Writes(Ground ground, Identity who, Target target, SampleRow theirs, Verdict verdict) {
        this.ground = ground;
        this.session = ground.session();
        this.who = who;
        this.target = target;
        this.theirs = theirs;
        this.verdict = verdict;
    }

    private boolean may(Privilege privilege) {
        return Ground.may(who.standing(), target, privilege);
    }

    private void judge(String what, Attempt attempt, String shown) {
        verdict.judge(what, attempt, who.script(shown));
    }

    /** Everything that the role has a right to try. Its own row serves to be moved. */
    void attack(Optional<SampleRow> mine, long ownRows) throws SQLException {
        Optional<Column> column = updatable();
        Set<String> insertable = ground.insertableColumns(who.standing(), target);
        session.as(who, () -> {
            if (may(Privilege.UPDATE) && column.isPresent()) {
                lock();
                update(column.get());
                blind(
                        "update " + target.sql() + " set " + column.get().sql() + " = ?",
                        "update",
                        ownRows,
                        theirs.values().get(column.get().name()));
            }
            if (may(Privilege.DELETE)) {
                delete();
                blindDelete(ownRows);
            }
            if (may(Privilege.INSERT)) {
                insert(insertable);
            }
            if (mine.isPresent() && may(Privilege.UPDATE)) {
                move(mine.get());
            }
            return true;
        });
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
        String sql = "update " + target.sql() + " set " + column.sql() + " = ";
        judge(
                "update a row",
                session.undone(
                        sql + "? where " + theirs.where(),
                        theirs.and(theirs.values().get(column.name()))),
                sql + column.sql() + " where " + theirs.shown());
    }

    private void delete() throws SQLException {
        String sql = "delete from " + target.sql() + " where ";
        if (cascades()) {
            // The row itself stays: what hangs on it could be half of the database.
            Attempt reached = session.undoing(() -> {
                Attempt all = session.attempt(
                        sql + theirs.where() + " and case when " + theirs.where() + " then " + COUNTING + " = '' end",
                        theirs.and(theirs.and()));
                return all.worked() ? new Attempt(List.of(), (int) passed(), "", "") : all;
            });
            judge("delete a row", reached, sql + theirs.shown());
        } else {
            judge("delete a row", session.undone(sql + theirs.where(), theirs.and()), sql + theirs.shown());
        }
    }

    private boolean cascades() {
        return ground.db().catalogue().relations().stream()
                .flatMap(r -> ground.db().catalogue().foreignKeys(r))
                .anyMatch(k -> k.target() == target.relation().oid() && "cnd".indexOf(k.onDelete()) >= 0);
    }

    private long passed() throws SQLException {
        return session.attempt("select coalesce(nullif(" + PASSED + ", ''), '0')")
                .number();
    }

    /** Without WHERE the policies for SELECT are not asked: more rows than its own means that others' can be reached. */
    private void blind(String sql, String what, long ownRows, @Nullable String value) throws SQLException {
        long reached = session.undoing(() ->
                session.attempt(sql + " where " + COUNTING + " = ''", value).worked() ? passed() : 0);
        if (reached > ownRows && ownRows < FEW) {
            judge(
                    what + " all rows without looking at any",
                    session.undone(sql + " where " + COUNTING + "::int4 <= " + (ownRows + 1), value),
                    sql.replace("?", "default"));
        }
    }

    private void blindDelete(long ownRows) throws SQLException {
        String sql = "delete from " + target.sql();
        long reached = session.undoing(
                () -> session.attempt(sql + " where " + COUNTING + " = ''").worked() ? passed() : 0);
        if (reached > ownRows) {
            verdict.hole(
                    "delete " + reached + " rows without looking at any, of which " + ownRows + " are its own",
                    who.script(sql));
        }
    }

    private void insert(Set<String> insertable) throws SQLException {
        Optional<String> stays = ground.outside().ofTriggers(target.relation()).or(() -> ofDefaults(insertable));
        if (stays.isPresent()) {
            verdict.unclear("insert", stays.get());
            return;
        }
        SampleRow row = fresh();
        List<Column> columns = ground.db().catalogue().columns(target.relation()).stream()
                .filter(c -> insertable.contains(c.name()) && (row.has(c.name()) || c.sequential()))
                .toList();
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

    private Optional<String> ofDefaults(Set<String> insertable) {
        return ground.db().catalogue().columns(target.relation()).stream()
                .filter(c -> !insertable.contains(c.name()) && (c.defaultText() != null || c.identity()))
                .flatMap(c -> c.identity()
                        ? Optional.of("a sequence would move").stream()
                        : ground.outside().ofText(String.valueOf(c.defaultText())).stream())
                .findFirst();
    }

    /** Gives a row of its own to the other tenant. */
    private void move(SampleRow mine) throws SQLException {
        Ownership owned = target.ownership().orElseThrow();
        List<Column> columns = ownershipColumns(owned);
        boolean allowed = columns.stream().allMatch(c -> who.standing().updatesColumn(target.relation(), c.number()));
        boolean changes = columns.stream().anyMatch(c -> !mine.value(c.name()).equals(theirs.value(c.name())));
        if (!allowed || !changes) {
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
