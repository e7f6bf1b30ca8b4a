package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Relation.Kind;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** L10: what a tenant sees is the same when another tenant's rows are not there. They are back when the transaction ends. */
final class Noninterference implements Probe {

    private static final String ID = "L10";
    private static final String MANY = "many";

    /** What is asked of a relation; only its count, where it has more rows than are compared. */
    private record Query(String digest, String count) {}

    @Override
    public String title() {
        return "noninterference";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        for (Identity who : ground.ofA()) {
            ground.inTransaction(() -> {
                compare(ground, who);
                return true;
            });
        }
    }

    private static void compare(Ground ground, Identity who) throws SQLException {
        if (ground.tenants().made()) {
            for (Target target : ground.targets()) {
                ground.rowOf(target, ground.a());
                ground.rowOf(target, ground.b());
            }
        }
        Map<String, Query> queries = queries(ground, who);
        Map<String, Attempt> before = answers(ground, who, queries);
        Map<String, Attempt> again = answers(ground, who, queries);
        String why = remove(ground);
        Map<String, Attempt> after = why.isEmpty() ? answers(ground, who, queries) : Map.of();
        queries.forEach((object, query) -> {
            Attempt first = before.getOrDefault(object, nothing());
            boolean unsteady = !first.equals(again.getOrDefault(object, nothing()));
            if (!why.isEmpty() || !first.worked() || unsteady) {
                String reason =
                        !why.isEmpty() ? why : unsteady ? "two equal queries answer differently" : first.message();
                ground.results().notTried(ID, object, reason);
            } else if (first.equals(after.getOrDefault(object, nothing()))) {
                ground.results().held(ID, object, "the same with and without the rows of the other");
            } else {
                String detail = who.role() + " in the context of " + who.tenant()
                        + " gets another answer once the rows of another tenant are gone";
                ground.results().broken(ID, Severity.HIGH, object, detail, who.script(query.count()));
            }
        });
    }

    private static Attempt nothing() {
        return new Attempt(List.of(), 0, "", "");
    }

    /** One number for what each relation and function shows. */
    private static Map<String, Query> queries(Ground ground, Identity who) {
        Map<String, Query> queries = new LinkedHashMap<>();
        for (Target target : ground.targets()) {
            List<Column> columns = ground.db().catalogue().columns(target.relation()).stream()
                    .filter(c -> who.standing().readsColumn(target.relation(), c.number()))
                    .toList();
            boolean read = Ground.may(who.standing(), target, Privilege.SELECT) && !columns.isEmpty();
            // Stored results and other servers do not follow what is deleted here.
            boolean follows = target.relation().kind() != Kind.MATERIALIZED_VIEW
                    && target.relation().kind() != Kind.FOREIGN_TABLE;
            if (read && follows) {
                String names = columns.stream().map(c -> "t0." + c.sql()).collect(Collectors.joining(", "));
                queries.put(target.sql(), query("row(" + names + ")::text", target.sql() + " t0"));
            }
        }
        for (Function function : ground.rowFunctions(who.standing())) {
            if (ground.outside().of(function).isEmpty()) {
                queries.put(function.object(), query("t0::text", function.sql() + "() t0"));
            }
        }
        return queries;
    }

    private static Query query(String row, String from) {
        return new Query(
                "select case when count(*) > " + Session.MOST_ROWS + " then '" + MANY + "' else count(*) || ' ' ||"
                        + " coalesce(pg_catalog.md5(pg_catalog.string_agg(r, ' ' order by r)), '') end from (select"
                        + " pg_catalog.md5(" + row + ") as r from " + from + " limit " + (Session.MOST_ROWS + 1)
                        + ") few",
                "select count(*) from " + from);
    }

    private static Map<String, Attempt> answers(Ground ground, Identity who, Map<String, Query> queries)
            throws SQLException {
        return ground.session().as(who, () -> {
            Map<String, Attempt> answers = new LinkedHashMap<>();
            for (Map.Entry<String, Query> query : queries.entrySet()) {
                Attempt answer = ground.session().attempt(query.getValue().digest());
                answers.put(
                        query.getKey(),
                        answer.rows().equals(List.of(MANY))
                                ? ground.session().attempt(query.getValue().count())
                                : answer);
            }
            return answers;
        });
    }

    /** Takes the other tenant's rows away, children first; why it could not, or nothing. */
    private static String remove(Ground ground) throws SQLException {
        if (!ground.session().isSuperuser()) {
            return "only a superuser can take rows away without firing triggers";
        }
        List<Ownership> all = new ArrayList<>();
        for (Relation relation : ground.db().catalogue().relations()) {
            if (relation.isTable() && !relation.partition() && !ground.db().isGlobal(relation)) {
                Ownership.of(ground.db(), relation).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(o -> -o.path().size()));
        long rows = 0;
        for (Ownership owned : all) {
            rows += ground.fixture().count(owned, ground.b());
        }
        if (rows > Session.MOST_ROWS) {
            return "the other tenant has too many rows to take away for a moment";
        }
        for (Ownership owned : all) {
            Attempt removed = ground.fixture().remove(owned, ground.b());
            if (!removed.worked()) {
                return removed.message();
            }
        }
        return "";
    }
}
