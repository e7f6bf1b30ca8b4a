package io.partywall.inspector.report;

import io.partywall.inspector.Decisions;
import io.partywall.inspector.Report;
import io.partywall.inspector.check.Assumptions;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.probe.ProbeReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reports as inspections make them. */
final class Samples {

    /** A name that would move the cursor, end an element, turn the writing round and be no XML. */
    static final String HOSTILE = "public.\"a<b>&'\u001b[31m\u0001\u202e]]>\uffff\tc\nd\"";

    static final String LONG = "public." + "x".repeat(63);

    static final Kind SUPERUSER = new Kind(
            "A1",
            Severity.CRITICAL,
            "the application is a superuser",
            "No policy, grant or owner binds a superuser: every row of every tenant is his, and so is the server.");
    static final Kind OPEN = new Kind(
            "B1",
            Severity.CRITICAL,
            "a tenant table without row-level security",
            "Whoever may read or write the table reads and writes the rows of every tenant: only the application's own"
                    + " conditions stand between them.");
    static final Kind UNIQUE = new Kind(
            "D8",
            Severity.HIGH,
            "a unique key that spans tenants",
            "A tenant learns which values another one uses, and can take them away from it.");
    static final Kind CLEAN =
            new Kind("E1", Severity.CRITICAL, "the application may TRUNCATE", "TRUNCATE asks no policy.");
    static final Kind INDEX =
            new Kind("P2", Severity.LOW, "an index that does not begin with the tenant", "It grows with all tenants.");

    private Samples() {}

    /** Nothing was found. */
    static Report clean() {
        return report(List.of(), List.of());
    }

    /** One finding of that severity, and nothing else. */
    static Report one(Severity severity) {
        return report(List.of(finding(UNIQUE, severity, "index public.slugs_key")), List.of());
    }

    /** A bit of everything, with names that mean no good. */
    static Report hostile() {
        List<Finding> findings = Stream.of(
                        Stream.of(
                                finding(SUPERUSER, Severity.CRITICAL, "role app"),
                                finding(OPEN, Severity.CRITICAL, HOSTILE),
                                finding(OPEN, Severity.CRITICAL, LONG)),
                        IntStream.rangeClosed(1, 47)
                                .mapToObj(i -> finding(UNIQUE, Severity.HIGH, "index public.slugs_" + i + "_key")),
                        Stream.of(
                                finding(UNIQUE, Severity.MEDIUM, "constraint c on " + LONG),
                                finding(INDEX, Severity.LOW, "index public.i")))
                .flatMap(s -> s)
                .toList();
        Finding accepted = finding(UNIQUE, Severity.HIGH, "index public.hosts_key");
        return report(findings, List.of(new Report.Accepted(accepted, "host names are the world's <b>")));
    }

    private static Report report(List<Finding> findings, List<Report.Accepted> accepted) {
        boolean clean = findings.isEmpty();
        return new Report(
                clean ? "shop" : "shop <\u001b[2J>",
                "18.6",
                Duration.ofMillis(1234),
                List.of(SUPERUSER, OPEN, UNIQUE, CLEAN, INDEX),
                new Assumptions(
                        List.of("app"),
                        "tenant_id",
                        Optional.empty(),
                        0,
                        List.of("app.tenant"),
                        Set.of(),
                        List.of(
                                "application role: app (assumed; say otherwise with --app-role)",
                                "tenant column: tenant_id",
                                "no tenant's: "
                                        + IntStream.range(0, 300)
                                                .mapToObj(i -> "public.t" + i)
                                                .collect(Collectors.joining(", ")))),
                findings,
                accepted,
                clean ? List.of() : List.of(new Decisions.Accepted("B1", "public.gone", "was \"temporary\"")),
                clean ? List.of() : List.of("A16 No policy binds these logins: postgres, \u001b[0mbackup."),
                ProbeReport.none());
    }

    private static Finding finding(Kind kind, Severity severity, String object) {
        return new Finding(
                kind.check(),
                kind.title(),
                severity,
                object,
                "seen at " + object,
                kind.explanation(),
                "select 1\n\tfrom pg_class -- " + object,
                kind.equals(SUPERUSER)
                        ? Remedy.advice("Give the application a login of its own that owns nothing; keep this one for"
                                + " administration, and for nothing else.")
                        : kind.equals(OPEN)
                                ? Remedy.mechanical(
                                        Step.ROW_SECURITY,
                                        "alter table " + object + " enable row level security",
                                        "alter table " + object + " force row level security",
                                        "create policy p on " + object + "\n    using (tenant_id = 1)",
                                        "analyze " + object)
                                : Remedy.decide(Step.KEYS, "Is it meant?", "drop " + object));
    }
}
