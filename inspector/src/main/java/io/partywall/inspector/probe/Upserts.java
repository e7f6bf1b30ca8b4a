package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** L9: INSERT … ON CONFLICT DO UPDATE with a key that is another tenant's. */
final class Upserts implements Probe {

    private static final String ID = "L9";

    @Override
    public String title() {
        return "upserts on another tenant's keys";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        for (Identity who : ground.ofA()) {
            for (Target target : ground.targets()) {
                boolean may = Ground.may(who.standing(), target, Privilege.INSERT)
                        && Ground.may(who.standing(), target, Privilege.UPDATE);
                if (may
                        && target.isTable()
                        && target.ownership().filter(Ownership::direct).isPresent()) {
                    ground.inTransaction(() -> {
                        attack(ground, who, target);
                        return true;
                    });
                }
            }
        }
    }

    private static void attack(Ground ground, Identity who, Target target) throws SQLException {
        Optional<SampleRow> theirs = ground.rowOf(target, ground.b());
        Optional<String> stays = ground.outside().ofTriggers(target.relation());
        if (theirs.isEmpty() || stays.isPresent()) {
            String why = stays.orElseGet(() -> ground.fixture().reason(target.relation()));
            ground.results().notTried(ID, target.sql(), why);
            return;
        }
        Verdict verdict = new Verdict();
        for (Constraint key : ground.db().catalogue().constraints(target.relation())) {
            if (key.kind() == 'p' || key.kind() == 'u') {
                upsert(ground, who, target, key, theirs.get(), verdict);
            }
        }
        verdict.report(
                ground.results(),
                ID,
                target.sql(),
                Severity.CRITICAL,
                who.role() + " in the context of " + who.tenant());
    }

    private static void upsert(
            Ground ground, Identity who, Target target, Constraint key, SampleRow theirs, Verdict verdict)
            throws SQLException {
        Column tenant = target.ownership().orElseThrow().column();
        SampleRow row =
                key.columns().contains(tenant.number()) ? theirs : theirs.with(Map.of(tenant.name(), who.tenant()));
        Set<String> insertable = ground.insertableColumns(who.standing(), target);
        List<Column> all = ground.db().catalogue().columns(target.relation());
        List<Column> columns = all.stream()
                .filter(c -> insertable.contains(c.name()) && row.has(c.name()))
                .toList();
        List<String> names = all.stream()
                .filter(c -> key.columns().contains(c.number()))
                .map(Column::sql)
                .toList();
        Optional<Column> changed = all.stream()
                .filter(c -> who.standing().updatesColumn(target.relation(), c.number()) && !c.equals(tenant))
                .findFirst();
        boolean reaches = columns.stream().map(Column::sql).toList().containsAll(names);
        boolean moves =
                all.stream().anyMatch(c -> c.sequential() && columns.stream().noneMatch(c::equals));
        if (changed.isEmpty() || !reaches || moves) {
            verdict.unclear(key.name(), "the key's or the changed column may not be written, or a sequence would move");
            return;
        }
        String head = "insert into " + target.sql() + " ("
                + columns.stream().map(Column::sql).collect(Collectors.joining(", "))
                + ") overriding system value values (";
        String tail = ") on conflict (" + String.join(", ", names) + ") do update set "
                + changed.get().sql() + " = excluded." + changed.get().sql();
        @Nullable
        String[] values = columns.stream().map(c -> row.value(c.name())).toArray(String[]::new);
        Attempt attempt = ground.session()
                .as(
                        who,
                        () -> ground.session()
                                .undone(
                                        head + columns.stream().map(c -> "?").collect(Collectors.joining(", ")) + tail,
                                        values));
        if (attempt.stoppedByKey()) {
            // Another key than the one that was asked about met: nothing was changed.
            verdict.held(key.name());
        } else {
            verdict.judge(key.name(), attempt, who.script(head + "…" + tail));
        }
    }
}
