package io.partywall.cli;

import io.partywall.jobs.JobControl;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

@Command(name = "resume", description = "Let a paused queue or type go on.", mixinStandardHelpOptions = true)
final class JobsResumeCommand implements Runnable {

    @ArgGroup(multiplicity = "1")
    private QueueOrType what = new QueueOrType();

    @Override
    public void run() {
        try (Platform platform = Platform.open("jobs resume")) {
            JobControl control = platform.jobControl();
            boolean changed = what.queue != null
                    ? control.resumeQueue(what.queue)
                    : control.resumeType(String.valueOf(what.type));
            System.out.println(what + (changed ? " goes on" : " was not paused"));
        }
    }
}
