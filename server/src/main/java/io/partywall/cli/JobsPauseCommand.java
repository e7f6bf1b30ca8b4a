package io.partywall.cli;

import io.partywall.jobs.JobControl;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = "Let no job of a queue or of a type begin until it is resumed; what runs ends.",
        mixinStandardHelpOptions = true)
final class JobsPauseCommand implements Runnable {

    @ArgGroup(multiplicity = "1")
    private QueueOrType what = new QueueOrType();

    @Override
    public void run() {
        try (Platform platform = Platform.open("jobs pause")) {
            JobControl control = platform.jobControl();
            boolean changed =
                    what.queue != null ? control.pauseQueue(what.queue) : control.pauseType(String.valueOf(what.type));
            System.out.println(what + (changed ? " is paused" : " was paused already"));
        }
    }
}
