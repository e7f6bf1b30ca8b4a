package io.partywall.cli;

import io.partywall.jobs.JobId;
import io.partywall.jobs.Redriven;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "retry",
        description = {
            "Have a job tried again: one that is over from the beginning, one that waits for its time now.",
            "With --dead all that are DEAD, or those that the options say."
        },
        mixinStandardHelpOptions = true)
final class JobsRetryCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ID")
    private @Nullable String id;

    @Option(names = "--dead", description = "The newest DEAD jobs, of those that the other options say")
    private boolean dead;

    @Mixin
    private JobFilterOptions which = new JobFilterOptions();

    @Option(
            names = "--limit",
            defaultValue = "1000",
            paramLabel = "N",
            description = "With --dead: how many at most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    public void run() {
        if ((id != null) == dead || (id != null && which.isGiven())) {
            throw new ParameterException(spec.commandLine(), "name one job, or give --dead and what is meant by it");
        }
        if (id != null) {
            JobId wanted = JobId.of(id);
            try (Platform platform = Platform.open("jobs retry")) {
                platform.jobControl().retry(wanted);
                System.out.println("job " + wanted + " is tried again");
            }
            return;
        }
        try (Platform platform = Platform.open("jobs retry")) {
            System.out.println(told(platform.jobControl().redrive(which.filter(platform), limit)));
        }
    }

    private static String told(Redriven redriven) {
        if (redriven.equals(new Redriven(0, 0, 0))) {
            return "there are no such dead jobs";
        }
        return redriven.added() + (redriven.added() == 1 ? " job is" : " jobs are") + " tried again"
                + (redriven.conflicts() == 0
                        ? ""
                        : "; " + redriven.conflicts() + " left, another job has their unique key")
                + (redriven.left() == 0
                        ? ""
                        : "; " + redriven.left() + " left, somebody else changes them: try again later");
    }
}
