package io.partywall.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which handler does which type of jobs. */
public final class JobHandlers {

    /** A type with what does it. */
    record Entry<P extends Record>(JobType<P> type, JobHandler<P> handler) {}

    private final Map<String, Entry<?>> entries;

    private JobHandlers(Map<String, Entry<?>> entries) {
        this.entries = entries;
    }

    public static JobHandlers none() {
        return new JobHandlers(Map.of());
    }

    /** These and one more. {@link JobRefused} where its type has a handler already. */
    public <P extends Record> JobHandlers with(JobType<P> type, JobHandler<P> handler) {
        Map<String, Entry<?>> more = new HashMap<>(entries);
        if (more.put(type.name(), new Entry<>(type, handler)) != null) {
            throw new JobRefused("there are two handlers of the type '" + type.name() + "'");
        }
        return new JobHandlers(Map.copyOf(more));
    }

    Optional<Entry<?>> find(String type) {
        return Optional.ofNullable(entries.get(type));
    }
}
