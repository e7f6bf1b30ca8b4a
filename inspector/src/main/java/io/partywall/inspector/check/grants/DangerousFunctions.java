package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Right;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** E10. */
final class DangerousFunctions extends Check {

    private static final Set<String> OF_FILES =
            Set.of("pg_read_file", "pg_read_binary_file", "pg_ls_dir", "pg_stat_file", "lo_import", "lo_export");

    private static final Set<String> CONNECTING =
            Set.of("dblink", "dblink_connect", "dblink_connect_u", "dblink_exec", "dblink_send_query");

    DangerousFunctions() {
        super(
                "E10",
                Severity.CRITICAL,
                "the application may call a function that leaves the database",
                "The server's files contain the rows of every tenant, and a connection to another server, or to this"
                        + " one again, has the rights of whoever it logs in as.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().rights().stream()
                .filter(r -> r.on().startsWith("routine pg_catalog.") && OF_FILES.contains(nameOf(r)))
                .filter(r -> !callers(db, r.object()).isEmpty())
                .map(r -> r.on().substring("routine ".length()))
                .distinct()
                .forEach(signature -> {
                    String literal = Sql.literal(signature) + "::regprocedure";
                    List<Standing> callers = callers(db, oid(db, signature));
                    findings.add(
                            "function " + signature,
                            Database.names(callers) + " may call it",
                            "select oid::regprocedure, proacl from pg_proc where oid = " + literal,
                            new Revocation(db, callers)
                                    .of("execute", "routine " + signature)
                                    .remedy());
                });
        connections(db, findings);
    }

    /** Overloads do the same: the first that may be called stands for them. */
    private static void connections(Database db, Findings findings) {
        Map<String, List<Function>> callable = db.catalogue().functions().stream()
                .filter(f -> f.ofExtension() && CONNECTING.contains(f.name()))
                .filter(f -> db.application().stream().anyMatch(s -> s.calls(f)))
                .sorted(Comparator.comparing(Function::signature))
                .collect(Collectors.groupingBy(Function::name, TreeMap::new, Collectors.toList()));
        callable.values().forEach(overloads -> {
            List<Standing> callers = db.application().stream()
                    .filter(s -> overloads.stream().anyMatch(s::calls))
                    .toList();
            Revocation revocation = new Revocation(db, callers);
            overloads.forEach(f -> revocation.of("execute", "routine " + f.signature()));
            findings.add(
                    Severity.HIGH,
                    overloads.getFirst().object(),
                    Database.names(callers) + " may call it",
                    overloads.getFirst().query(),
                    revocation.remedy());
        });
    }

    private static String nameOf(Right right) {
        int parenthesis = right.name().indexOf('(');
        return parenthesis < 0 ? right.name() : right.name().substring(0, parenthesis);
    }

    private static List<Standing> callers(Database db, long function) {
        return db.application().stream().filter(s -> s.executes(function)).toList();
    }

    private static long oid(Database db, String signature) {
        return db.catalogue().rights().stream()
                .filter(r -> r.on().equals("routine " + signature))
                .mapToLong(Right::object)
                .findFirst()
                .orElse(0);
    }
}
