package io.partywall.cli;

import io.partywall.jobs.Job;
import io.partywall.jobs.JobFailure;
import io.partywall.jobs.JobId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "show",
        description = "Print all there is to know of a job: why it waits, and what each attempt met.",
        mixinStandardHelpOptions = true)
final class JobsShowCommand implements Runnable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LABEL_WIDTH = 10;

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Output output = Output.TABLE;

    @Override
    public void run() {
        JobId wanted = JobId.of(id);
        try (Platform platform = Platform.open("jobs show")) {
            Job job = platform.jobBoard().get(wanted);
            String waiting = platform.jobBoard().waiting(job).sentence();
            System.out.print(
                    switch (output) {
                        case TABLE -> text(job, waiting);
                        case JSON -> json(job, waiting) + "\n";
                        case CSV -> JobTexts.table(List.of(job)).print(output);
                    });
        }
    }

    private static String text(Job job, String waiting) {
        StringBuilder text = new StringBuilder();
        line(text, "job", job.id().toString());
        line(text, "tenant", job.tenantSlug());
        line(text, "type", job.type() + ", in queue " + job.queue() + ", priority " + job.priority());
        line(text, "state", job.state() + ": " + waiting);
        if (job.progress() != null) {
            line(
                    text,
                    "progress",
                    String.format(
                            Locale.ROOT,
                            "%.0f %%  %s",
                            job.progress().share() * 100,
                            job.progress().note()));
        }
        if (job.cancelRequestedAt() != null) {
            line(text, "", "called off at " + JobTexts.shown(job.cancelRequestedAt()) + ", ends soon");
        }
        line(text, "tried", job.attempts() + " of " + job.maxAttempts() + " times");
        line(text, "added", JobTexts.shown(job.createdAt()));
        line(text, "run at", JobTexts.shown(job.runAt()));
        if (job.startedAt() != null) {
            line(
                    text,
                    "started",
                    JobTexts.shown(job.startedAt()) + (job.worker() == null ? "" : " on " + job.worker()));
        }
        if (job.finishedAt() != null) {
            line(text, "finished", JobTexts.shown(job.finishedAt()));
        }
        optional(text, "unique key", job.uniqueKey());
        line(text, "payload", job.payload());
        optional(text, "result", job.result());
        for (JobFailure failure : job.errors()) {
            line(
                    text,
                    "attempt " + failure.attempt(),
                    JobTexts.shown(failure.at()) + (failure.worker() == null ? "" : " on " + failure.worker()));
            failure.error().lines().forEach(said -> line(text, "", said));
        }
        return text.toString();
    }

    private static void optional(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            line(text, label, value);
        }
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s  %s%n", label, value));
    }

    private static ObjectNode json(Job job, String waiting) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", job.id().toString()).put("tenant", job.tenantSlug()).put("queue", job.queue());
        json.put("type", job.type()).put("state", job.state().name()).put("waiting", waiting);
        json.put("priority", job.priority()).put("attempts", job.attempts()).put("maxAttempts", job.maxAttempts());
        put(json, "createdAt", job.createdAt());
        put(json, "runAt", job.runAt());
        put(json, "startedAt", job.startedAt());
        put(json, "leaseUntil", job.leaseUntil());
        put(json, "cancelRequestedAt", job.cancelRequestedAt());
        put(json, "finishedAt", job.finishedAt());
        put(json, "worker", job.worker());
        put(json, "uniqueKey", job.uniqueKey());
        put(json, "module", job.module());
        put(json, "connector", job.connector());
        if (job.progress() == null) {
            json.putNull("progress");
        } else {
            json.putObject("progress")
                    .put("share", job.progress().share())
                    .put("note", job.progress().note());
        }
        json.set("payload", JSON.readTree(job.payload()));
        json.set("result", job.result() == null ? JSON.nullNode() : JSON.readTree(job.result()));
        put(json, "error", job.error());
        ArrayNode errors = json.putArray("errors");
        for (JobFailure failure : job.errors()) {
            ObjectNode one = errors.addObject().put("attempt", failure.attempt());
            put(one, "at", failure.at());
            put(one, "worker", failure.worker());
            one.put("error", failure.error());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        json.put(name, value == null ? null : value.toString());
    }
}
