package io.partywall.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "jobs",
        description = "Run background jobs, watch them, and put right what went wrong.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            JobsWorkCommand.class,
            JobsWatchCommand.class,
            JobsListCommand.class,
            JobsShowCommand.class,
            JobsRetryCommand.class,
            JobsCancelCommand.class,
            JobsPauseCommand.class,
            JobsResumeCommand.class,
            JobsShareCommand.class
        })
final class JobsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
