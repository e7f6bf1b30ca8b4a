package io.partywall.cli;

import io.partywall.access.Contexts;
import io.partywall.database.Database;
import io.partywall.database.DatabaseUrl;
import io.partywall.database.Role;
import io.partywall.inspector.Decisions;
import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.fix.Fix;
import io.partywall.inspector.probe.ContextSource;
import io.partywall.inspector.probe.ProbeOptions;
import io.partywall.inspector.report.Format;
import io.partywall.inspector.report.Reports;
import io.partywall.isolation.TenantId;
import io.partywall.schema.Roles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = {
            "Find the holes in a PostgreSQL database's tenant isolation.",
            "Reads the catalogue only, in one read-only snapshot. Works on any database, 14 or newer:",
            "  ./partywall inspect postgresql://user@host/database --app-role shop_app",
            "Exit code 0: held. 1: findings as bad as --fail-on or worse. 2: could not be inspected."
        },
        mixinStandardHelpOptions = true,
        // 1 says that a wall is broken: whatever else goes wrong must not say so.
        exitCodeOnExecutionException = 2)
final class InspectCommand implements Callable<Integer> {

    private static final int BROKEN = 1;
    private static final String LOGIN_SECONDS = "30";

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = {
                "The database; without it the one that the other commands work on.",
                "The password may be in PGPASSWORD instead."
            })
    private @Nullable String url;

    @Option(
            names = "--app-role",
            paramLabel = "ROLE",
            description = "The role that the application acts as; may be given several times (default: guessed)")
    private List<String> applicationRoles = List.of();

    @Option(
            names = "--tenant-column",
            paramLabel = "COLUMN",
            description = "The column that says whose a row is (default: guessed)")
    private String tenantColumn = "";

    @Option(
            names = "--context-setting",
            paramLabel = "SETTING",
            description = "The setting that says who is acting (default: guessed)")
    private String contextSetting = "";

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Decisions: global tables and accepted findings, each with its reason, as JSON")
    private @Nullable Path baseline;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "high",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Severity failOn = Severity.HIGH;

    @Option(names = "--probe", description = "Prove findings by trying them, in transactions that are rolled back")
    private boolean probe;

    @Option(
            names = "--deny",
            paramLabel = "NAME",
            description = "Never probe a database or host whose name contains this; may be given several times")
    private List<String> denied = List.of();

    @Option(names = "--yes", description = "Do not ask before --probe on a server elsewhere")
    private boolean yes;

    @Option(
            names = "--fix",
            paramLabel = "FILE",
            description = "Write a migration that closes what can be closed mechanically")
    private @Nullable Path fix;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the report there, not to standard output")
    private @Nullable Path output;

    @Override
    public Integer call() {
        if (yes && !probe) {
            throw new UserError("--yes agrees to --probe: give both, or neither");
        }
        Decisions decided = baseline == null ? Decisions.none() : Decisions.read(baseline);
        Report report = url == null ? inspectOurs(decided) : inspectTheirs(url, decided);
        tell(report);
        if (fix != null) {
            writeFix(fix, Fix.of(report));
        }
        return report.held(failOn) ? 0 : BROKEN;
    }

    /** Our own database, as who migrates it; where nobody here may, as the application. */
    private Report inspectOurs(Decisions decided) {
        if (applicationRoles.isEmpty()) {
            applicationRoles = List.of(Roles.APP);
        }
        try (Database database = Platform.openDatabase("inspect")) {
            ProbeOptions probes = probe ? probes().withContext(contextsOf(database)) : probes();
            if (database.hasAdministrator()) {
                DataSource source = database.dataSource(Role.ADMIN);
                Decisions declared = GlobalTables.declaredBy(source)
                        .orElseThrow(() -> new UserError("the database at " + database.describe()
                                + " is not up to date: run './partywall migrate'"));
                return inspect(source, declared.and(decided), probes);
            }
            System.err.println(
                    "partywall: without PARTYWALL_DATABASE_URL, tables that are declared global are not known");
            return inspect(database.dataSource(Role.APP), decided, probes);
        }
    }

    private Report inspectTheirs(String text, Decisions decided) {
        DataSource source = login(DatabaseUrl.parse(text), System.getenv()).dataSource();
        return inspect(
                source, GlobalTables.declaredBy(source).orElse(Decisions.none()).and(decided), probes());
    }

    /** What the application would tell the database. */
    private static ContextSource contextsOf(Database database) {
        Contexts contexts = new Contexts(Platform.signingKeys(database.signingKeys()));
        return tenant -> Map.of(
                "app.current_tenant_id",
                tenant,
                "app.context_signature",
                contexts.inspector(TenantId.of(tenant)).signature());
    }

    private ProbeOptions probes() {
        return ProbeOptions.guess()
                .withDenied(denied.toArray(String[]::new))
                .withConsent(objection -> yes || Terminal.agrees(objection + " Probe it all the same?"))
                .withProgress(line -> System.err.println("partywall: probing: " + line));
    }

    private static DatabaseUrl login(DatabaseUrl url, Map<String, String> environment) {
        String password = environment.get("PGPASSWORD");
        String user =
                url.user() == null ? environment.getOrDefault("PGUSER", System.getProperty("user.name")) : url.user();
        DatabaseUrl login = url.password() == null && password != null ? url.withLogin(user, password) : url;
        // A server that takes the connection and then says nothing would be waited for without an end.
        return withDefault(withDefault(login, "application_name", "partywall inspect"), "loginTimeout", LOGIN_SECONDS);
    }

    private static DatabaseUrl withDefault(DatabaseUrl url, String parameter, String value) {
        return url.parameters().containsKey(parameter) ? url : url.withParameter(parameter, value);
    }

    private Report inspect(DataSource source, Decisions decisions, ProbeOptions probes) {
        Options options = Options.guess()
                .withApplicationRoles(applicationRoles.toArray(String[]::new))
                .withTenantColumn(tenantColumn)
                .withContextSetting(contextSetting)
                .withDecisions(decisions);
        return Inspector.inspect(source, probe ? options.withProbe(probes) : options);
    }

    private static void writeFix(Path file, Fix migration) {
        write(file, migration.sql(), "the fix");
        int all = migration.closed().size() + migration.left().size();
        System.err.println(
                "partywall: " + file + " closes " + migration.closed().size() + " of " + all
                        + (all == 1 ? " finding" : " findings; the others are in it as comments"));
    }

    /** The report goes to one place and nothing else goes there; who does not see its verdict is told it beside. */
    private void tell(Report report) {
        StringBuilder text = new StringBuilder();
        Reports.write(report, format, failOn, format == Format.TEXT && output == null && Terminal.hasColours(), text);
        if (output != null) {
            write(output, text, "the report");
        } else if (format == Format.TEXT) {
            System.out.print(text);
        } else {
            // The formats of programs are UTF-8 by their definition, whatever the terminal's encoding is.
            System.out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        System.out.flush();
        if (output != null || format != Format.TEXT) {
            System.err.println(Reports.summary(report, failOn));
        }
    }

    private static void write(Path file, CharSequence text, String what) {
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException missing) {
            throw new UserError("cannot write " + what + " to " + file + ": there is no such directory");
        } catch (IOException failure) {
            throw new UserError("cannot write " + what + " to " + file + ": name a file that can be written");
        }
    }
}
