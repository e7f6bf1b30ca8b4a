package io.partywall.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of which one is given. */
final class QueueOrType {

    @Option(names = "--queue", paramLabel = "QUEUE", description = "The queue", required = true)
    @Nullable
    String queue;

    @Option(names = "--type", paramLabel = "TYPE", description = "The type of jobs, in every queue", required = true)
    @Nullable
    String type;

    @Override
    public String toString() {
        return queue != null ? "queue '" + queue + "'" : "type '" + type + "'";
    }
}
