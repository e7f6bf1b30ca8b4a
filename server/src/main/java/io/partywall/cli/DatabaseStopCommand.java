package io.partywall.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "stop",
        description = "Stop the embedded PostgreSQL. Refused (exit code 2) while commands use it, unless forced.",
        mixinStandardHelpOptions = true)
final class DatabaseStopCommand implements Runnable {

    @Option(names = "--force", description = "Stop it under the commands that use it: their statements fail.")
    private boolean force;

    @Override
    public void run() {
        System.out.println(DatabaseStartCommand.server().stop(force) ? "stopped" : "was not running");
    }
}
