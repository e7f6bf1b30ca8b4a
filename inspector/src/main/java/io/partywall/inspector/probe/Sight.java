package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What somebody sees that is another's.
 *
 * @param others how many rows of others; -1 where that could not be said
 * @param own how many rows of its own tenant
 * @param reason why it could not be said; empty where it could
 * @param denied whether a missing right, rather than a policy, kept them away
 * @param undecided whether time or somebody else's lock kept the answer away
 * @param query the SQL that shows it
 */
record Sight(long others, long own, String reason, boolean denied, boolean undecided, String query) {

    private static final String FEW = " limit " + (Session.MOST_ROWS + 1) + ") few";

    boolean leaks() {
        return others > 0;
    }

    String count() {
        return others > Session.MOST_ROWS ? "more than " + Session.MOST_ROWS : String.valueOf(others);
    }

    /** Looks at a relation; in a transaction. */
    static Sight of(Ground ground, Identity who, Target target) throws SQLException {
        Ownership owned = target.ownership().orElseThrow();
        return owned.direct()
                        && who.standing()
                                .readsColumn(target.relation(), owned.column().number())
                ? byTenant(
                        ground,
                        who,
                        target.sql() + " t0",
                        "t0." + owned.column().sql())
                : target.isTable() ? byKeys(ground, who, owned) : unknown("its tenant column may not be read");
    }

    /** Looks at what a function returns. */
    static Sight of(Ground ground, Identity who, Function function) throws SQLException {
        return byTenant(
                ground,
                who,
                function.sql() + "() t0",
                "t0." + Sql.identifier(ground.db().tenantColumn()));
    }

    private static Sight unknown(String reason) {
        return new Sight(-1, 0, reason, false, false, "");
    }

    private static Sight byTenant(Ground ground, Identity who, String from, String tenant) throws SQLException {
        boolean nobody = who.tenant().isEmpty();
        String other = nobody ? tenant + " is not null" : tenant + " <> ?";
        String[] parameters = nobody ? new String[0] : new String[] {who.tenant()};
        String head = "select count(*) from (select from " + from + " where ";
        return ground.session().as(who, () -> {
            Attempt others = ground.session().attempt(head + other + FEW, parameters);
            Attempt own = nobody
                    ? new Attempt(List.of(), 0, "", "")
                    : ground.session().attempt(head + tenant + " = ?" + FEW, parameters);
            String query = who.script(
                    "select count(*) from " + from + " where " + other.replace("?", Sql.literal(who.tenant())));
            return others.worked()
                    ? new Sight(others.number(), own.worked() ? own.number() : 0, "", false, false, query)
                    : new Sight(-1, 0, reason(others), others.denied(), others.undecided(), query);
        });
    }

    private static String reason(Attempt refused) {
        return refused.state().equals("42703") ? "its rows do not say whose they are" : refused.message();
    }

    /** Where the rows do not say whose they are: which ones it sees, and then whose those are. */
    private static Sight byKeys(Ground ground, Identity who, Ownership owned) throws SQLException {
        String key = Ownership.rowKey(ground.db(), owned.relation());
        String select = "select " + key + " from " + owned.relation().sql() + " t0";
        Attempt seen = ground.session().as(who, () -> ground.session().attempt(select + " limit " + Session.MOST_ROWS));
        if (!seen.worked()) {
            return new Sight(-1, 0, seen.message(), seen.denied(), seen.undecided(), "");
        }
        String keys = seen.rows().stream()
                .map(k -> '"' + k.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
        String count = "select count(*) from " + owned.from(ground.db()) + " where " + key + " = any (?::text[]) and "
                + owned.tenant();
        boolean nobody = who.tenant().isEmpty();
        Attempt others = nobody
                ? ground.session().attempt(count + " is not null", keys)
                : ground.session().attempt(count + " <> ?", keys, who.tenant());
        Attempt own = nobody
                ? new Attempt(List.of(), 0, "", "")
                : ground.session().attempt(count + " = ?", keys, who.tenant());
        return others.worked()
                ? new Sight(others.number(), own.number(), "", false, false, who.script(select))
                : unknown("whoever connected cannot see all rows: " + others.message());
    }
}
