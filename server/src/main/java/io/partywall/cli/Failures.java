package io.partywall.cli;

import io.partywall.audit.MalformedTrail;
import io.partywall.connectors.onlineretail.RejectedLines;
import io.partywall.connectors.onlineretail.UnreadableFile;
import io.partywall.database.DatabaseException;
import io.partywall.inspector.InspectionException;
import io.partywall.isolation.IsolationException;
import io.partywall.jobs.JobRefused;
import io.partywall.schema.AdministratorNeeded;
import io.partywall.secrets.SecretUnreadable;
import io.partywall.tenants.TenantRefused;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How a command's failure is told: one line, and a trace only to those who ask for it. */
final class Failures {

    private static final int USER_ERROR = 2;

    private Failures() {}

    static int misused(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        say(command, misuse.getMessage() + " (try: " + command.getCommandSpec().qualifiedName() + " --help)");
        return USER_ERROR;
    }

    static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if ("1".equals(System.getenv("PARTYWALL_DEBUG"))) {
            failure.printStackTrace(System.err);
        }
        return switch (failure) {
            case UserError error -> tell(command, error);
            case DatabaseException error -> tell(command, error);
            case InspectionException error -> tell(command, error);
            case UnreadableFile error -> tell(command, error);
            case TenantRefused error -> tell(command, error);
            case JobRefused error -> tell(command, error);
            case MalformedTrail error -> tell(command, error);
            case SecretUnreadable error -> tell(command, error);
            case AdministratorNeeded error -> tell(command, error);
            case RejectedLines error -> tell(command, error);
            case BrokenWalls error -> {
                tell(command, error);
                error.lines().forEach(line -> command.getErr().println("  " + oneLine(line)));
                yield USER_ERROR;
            }
            case IsolationException.UnsafeDatabase error -> {
                say(command, "tenants would not be kept apart: " + String.join("; ", error.faults()));
                yield USER_ERROR;
            }
            case UncheckedIOException error -> tell(command, error);
            default -> {
                Optional<String> trouble = DatabaseTrouble.of(failure);
                say(
                        command,
                        trouble.orElse("unexpected error: " + firstLine(failure) + " (PARTYWALL_DEBUG=1 shows where)"));
                yield trouble.isPresent()
                        ? USER_ERROR
                        : command.getCommandSpec().exitCodeOnExecutionException();
            }
        };
    }

    private static int tell(CommandLine command, Exception error) {
        say(command, firstLine(error));
        return USER_ERROR;
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("partywall: " + oneLine(message));
    }

    /** The text in one line; PostgreSQL puts its hints into lines of their own. */
    static String oneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
