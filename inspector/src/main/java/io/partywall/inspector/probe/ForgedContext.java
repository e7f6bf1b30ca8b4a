package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * L6: becoming another tenant by setting what the application would set: without a signature, with one's own signature and
 * the other's name, in the middle of a statement, by a setting that opens everything.
 */
final class ForgedContext implements Probe {

    private static final String ID = "L6";
    /** Tables on which the forgery is tried; more would take long and tell the same. */
    private static final int MOST = 200;

    private static final List<String> SWITCHES = List.of("on", "true", "1", "root", "admin", "system", "%", ".*");

    @Override
    public String title() {
        return "forging the context";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        Optional<String> context = ground.contextSetting();
        if (context.isEmpty()) {
            ground.results()
                    .notTried(ID, "database", "no setting makes up the context: see L7 for becoming another role");
            return;
        }
        List<Identity> starts = ground.ofA().isEmpty()
                ? ground.actors().stream().map(ground::emptied).toList()
                : ground.ofA();
        for (Identity start : starts) {
            ground.inTransaction(() -> {
                forge(ground, start, "setting " + context.get());
                return true;
            });
        }
    }

    private static void forge(Ground ground, Identity start, String object) throws SQLException {
        List<Target> hidden = hidden(ground, start);
        if (hidden.isEmpty()) {
            String why = start.role() + " finds no table whose rows of the other tenant are hidden from it";
            ground.results().notTried(ID, object, why);
            return;
        }
        Severity severity = ground.pretendsToVerify() ? Severity.CRITICAL : Severity.MEDIUM;
        boolean forged = false;
        for (Map<String, String> settings : plain(ground, start)) {
            Optional<String> walked = walk(ground, start.with(settings), hidden);
            if (walked.isPresent()) {
                forged = true;
                String how =
                        ground.pretendsToVerify() ? "although something pretends to verify it" : "nothing verifies it";
                ground.results()
                        .broken(
                                ID,
                                severity,
                                object,
                                start.role() + " said to be another tenant, and was: " + how,
                                walked.get());
                break;
            }
        }
        forged |= inTheMiddle(ground, start, hidden, object, severity);
        if (!forged) {
            String tried = start.role()
                    + ": the other's name, alone and beside the own signature, and in mid-statement, opened"
                    + " nothing";
            ground.results().held(ID, object, tried);
        }
        switches(ground, start, hidden);
    }

    /** Tables where the other tenant's rows are, and are not seen. */
    private static List<Target> hidden(Ground ground, Identity start) throws SQLException {
        List<Target> hidden = new ArrayList<>();
        for (Target target : ground.targets()) {
            boolean counts = target.isTable()
                    && target.ownership().filter(Ownership::direct).isPresent()
                    && Ground.may(start.standing(), target, Privilege.SELECT);
            if (counts
                    && hidden.size() < MOST
                    && ground.rowOf(target, ground.b()).isPresent()) {
                Attempt seen = ground.session().as(start, () -> ground.session().attempt(sees(target), ground.b()));
                if (!seen.yes()) {
                    hidden.add(target);
                }
            }
        }
        return hidden;
    }

    private static String sees(Target target) {
        return "select exists (select from " + target.sql() + " t0 where "
                + target.ownership().orElseThrow().tenant() + " = ?)";
    }

    /** The SQL by which the other tenant's rows showed. */
    private static Optional<String> walk(Ground ground, Identity forged, List<Target> hidden) throws SQLException {
        return ground.session().as(forged, () -> {
            for (Target target : hidden) {
                if (ground.session().attempt(sees(target), ground.b()).yes()) {
                    Identity shown = new Identity(forged.standing(), ground.b(), forged.settings());
                    return Optional.of(shown.script(sees(target).replace("?", Sql.literal(ground.b()))));
                }
            }
            return Optional.empty();
        });
    }

    private static Set<Map<String, String>> plain(Ground ground, Identity start) throws SQLException {
        Set<Map<String, String>> all = new LinkedHashSet<>();
        for (Map<String, String> guess : ground.guess().of(ground.b())) {
            all.add(guess);
            Map<String, String> beside = new LinkedHashMap<>(start.settings());
            beside.putAll(guess);
            all.add(beside);
        }
        if (!start.tenant().isEmpty()) {
            Map<String, String> named = new LinkedHashMap<>(start.settings());
            named.replaceAll((name, value) -> value.equals(start.tenant()) ? ground.b() : value);
            all.add(named);
            Map<String, String> everywhere = new LinkedHashMap<>(start.settings());
            everywhere.replaceAll((name, value) -> value.replace(start.tenant(), ground.b()));
            all.add(everywhere);
        }
        return all;
    }

    /** The policy may already have been asked, or not yet, when the setting changes. */
    private static boolean inTheMiddle(
            Ground ground, Identity start, List<Target> hidden, String object, Severity severity) throws SQLException {
        for (Map<String, String> settings : plain(ground, start)) {
            List<String> calls = new ArrayList<>();
            settings.forEach((name, value) ->
                    calls.add("pg_catalog.set_config(" + Sql.literal(name) + ", " + Sql.literal(value) + ", true)"));
            for (Target target : hidden) {
                String sql =
                        "with forged as materialized (select " + String.join(", ", calls) + ") select count(*) > 0 from"
                                + " forged, " + target.sql() + " t0 where "
                                + target.ownership().orElseThrow().tenant() + " = ?";
                if (ground.session()
                        .as(start, () -> ground.session().attempt(sql, ground.b()))
                        .yes()) {
                    String detail = start.role() + " became another tenant inside one statement";
                    ground.results()
                            .broken(
                                    ID,
                                    severity,
                                    object,
                                    detail,
                                    start.script("with forged as materialized (select"
                                            + " set_config(…)) select count(*) from forged, " + target.sql()));
                    return true;
                }
            }
        }
        return false;
    }

    /** Settings beside the context that open everything, and patterns in the context itself. */
    private static void switches(Ground ground, Identity start, List<Target> hidden) throws SQLException {
        Set<String> values = new LinkedHashSet<>(SWITCHES);
        values.addAll(ground.guess().constants());
        Set<String> names = new LinkedHashSet<>(ground.guess().otherSettings());
        names.addAll(ground.guess().settings());
        for (String name : names) {
            for (String value : values) {
                Map<String, String> opened = new LinkedHashMap<>(start.settings());
                opened.put(name, value);
                Optional<String> walked =
                        value.equals(ground.b()) ? Optional.empty() : walk(ground, start.with(opened), hidden);
                if (walked.isPresent()) {
                    String detail = start.role() + " opened every tenant with " + name + " = " + Sql.literal(value);
                    ground.results().broken(ID, Severity.CRITICAL, "setting " + name, detail, walked.get());
                    break;
                }
            }
        }
    }
}
