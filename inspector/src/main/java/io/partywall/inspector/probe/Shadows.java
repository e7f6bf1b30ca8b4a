package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A temporary table of the same name stands in front of the one that a policy's function looks the tenant up in. */
final class Shadows {

    private Shadows() {}

    /** Tries it with one's own entry, handed to the other tenant. */
    static void cast(Ground ground, Identity who, String id) throws SQLException {
        List<Function> open = ground.db().functionsOfPolicies().stream()
                .filter(f -> f.searchPath().isEmpty())
                .toList();
        if (open.isEmpty() || !who.standing().createsTemporary()) {
            return;
        }
        Map<Ownership, SampleRow> entries = new LinkedHashMap<>();
        for (Ownership lookup : ground.guess().lookups()) {
            Optional<SampleRow> mine = ground.fixture().existing(lookup, "= ?", who.tenant());
            if (lookup.direct() && mine.isPresent()) {
                entries.put(lookup, mine.get().with(Map.of(lookup.column().name(), ground.b())));
            }
        }
        List<Target> watched = new ArrayList<>();
        for (Target target : ground.targets()) {
            boolean counts = target.isTable()
                    && target.ownership().filter(Ownership::direct).isPresent();
            if (counts && watched.size() < 5 && Ground.may(who.standing(), target, Privilege.SELECT)) {
                watched.add(target);
            }
        }
        boolean before = ground.session().as(who, () -> sees(ground, watched));
        boolean after = ground.session().as(who, () -> {
            for (Map.Entry<Ownership, SampleRow> entry : entries.entrySet()) {
                shadow(ground, entry.getKey(), entry.getValue());
            }
            return sees(ground, watched);
        });
        String object = open.getFirst().object();
        if (!before && after) {
            String detail = who.role() + " put a temporary table in front of the look-up and became another tenant";
            ground.results()
                    .broken(
                            id,
                            Severity.CRITICAL,
                            object,
                            detail,
                            who.script("create temporary table "
                                    + entries.keySet().stream()
                                            .map(o ->
                                                    Sql.identifier(o.relation().name()))
                                            .collect(Collectors.joining(", "))
                                    + " (…)"));
        } else if (!entries.isEmpty()) {
            ground.results().held(id, object, "a temporary table in front of the look-up opened nothing");
        }
    }

    private static void shadow(Ground ground, Ownership lookup, SampleRow entry) throws SQLException {
        List<Column> columns = ground.db().catalogue().columns(lookup.relation());
        String table = "pg_temp." + Sql.identifier(lookup.relation().name());
        ground.session()
                .attempt("create temporary table "
                        + Sql.identifier(lookup.relation().name()) + " ("
                        + columns.stream().map(c -> c.sql() + " " + c.type()).collect(Collectors.joining(", ")) + ")");
        ground.session().attempt("grant select on " + table + " to public");
        List<Column> filled = columns.stream().filter(c -> entry.has(c.name())).toList();
        @Nullable
        String[] values = filled.stream().map(c -> entry.value(c.name())).toArray(String[]::new);
        ground.session()
                .attempt(
                        "insert into " + table + " ("
                                + filled.stream().map(Column::sql).collect(Collectors.joining(", ")) + ") values ("
                                + filled.stream().map(c -> "?").collect(Collectors.joining(", ")) + ")",
                        values);
    }

    private static boolean sees(Ground ground, List<Target> watched) throws SQLException {
        for (Target target : watched) {
            String sql = "select exists (select from " + target.sql() + " t0 where "
                    + target.ownership().orElseThrow().tenant() + " = ?)";
            if (ground.session().attempt(sql, ground.b()).yes()) {
                return true;
            }
        }
        return false;
    }
}
