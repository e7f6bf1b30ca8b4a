package io.partywall.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "database",
        description = "The PostgreSQL underneath: its URL, and the embedded server's life.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DatabaseUrlCommand.class,
            DatabaseStartCommand.class,
            DatabaseStopCommand.class,
            DatabaseStatusCommand.class
        })
final class DatabaseCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which? url, start, stop or status");
    }
}
