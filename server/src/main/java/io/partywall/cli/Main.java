package io.partywall.cli;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code partywall}: the door for a person at a terminal. */
@Command(
        name = "partywall",
        description = "Business analytics in which one tenant can never see another's figures.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            TenantCommand.class,
            UserCommand.class,
            ImportCommand.class,
            SnapshotsCommand.class,
            JobsCommand.class,
            AuditCommand.class,
            SecretsCommand.class,
            ContextCommand.class,
            InspectCommand.class,
            MigrateCommand.class,
            DatabaseCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Environment:",
            "  PARTYWALL_DATABASE_URL  the PostgreSQL 15-18 to work on; an embedded one without it",
            "  PARTYWALL_HOME          where the embedded one keeps its data (.partywall)",
            "  PARTYWALL_DEBUG=1       show the whole trace of an unexpected error"
        })
public final class Main implements Runnable {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(LocalDate.class, Main::day)
                .registerConverter(Duration.class, Main::duration)
                .setParameterExceptionHandler(Failures::misused)
                .setExecutionExceptionHandler(Failures::failed);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new TypeConversionException("'" + text + "' is no day, write it as 2010-12-01");
        }
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' is no time, write it as 500ms, 10s, 5m, 2h or 1d");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
