package io.partywall.cli;

import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.connectors.onlineretail.ImportFile.FileToImport;
import io.partywall.connectors.onlineretail.ImportFile.Imported;
import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantScope;
import io.partywall.jobs.AwaitedJobs;
import io.partywall.jobs.Enqueued;
import io.partywall.jobs.JobId;
import io.partywall.jobs.JobState;
import io.partywall.jobs.JobStatus;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.NewJob;
import io.partywall.jobs.UniqueKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The jobs of one command's files, one for each, all added at once. For one thread, but for {@link #cancel}. */
final class ImportJobs {

    private static final int AT_ONCE = 10_000;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final DataSource platform;
    private final Tenancy tenancy;
    private final TenantContext context;
    private final List<Path> files;
    private final boolean strict;
    private final Map<JobId, JobStatus> finished = new HashMap<>();
    private List<Enqueued> jobs = List.of();
    private List<JobId> inTheWay = List.of();
    private Duration pause = SHORTEST_PAUSE;
    private boolean cancelled;

    ImportJobs(DataSource platform, Tenancy tenancy, TenantContext context, List<Path> files, boolean strict) {
        this.platform = platform;
        this.tenancy = tenancy;
        this.context = context;
        this.files = files;
        this.strict = strict;
    }

    /**
     * Adds the jobs, unless others that run are in the way. Before this process works: it would begin what a killed command has
     * left, and that is then this command's.
     */
    void begin() {
        inTheWay = add();
    }

    /** Has the files imported, and returns what each came to, in their order. {@link UserError} where one is not imported. */
    List<Imported> await(Progress progress) {
        while (!inTheWay.isEmpty()) {
            progress.at(0, "another import of these files runs");
            while (look(inTheWay).values().stream().anyMatch(status -> status.state() == JobState.PROCESSING)) {
                sleep();
            }
            inTheWay = add();
        }
        try {
            while (!tell(look(unfinished()), progress)) {
                sleep();
            }
        } catch (RuntimeException failure) {
            cancel();
            throw failure;
        }
        return jobs.stream().map(job -> finished(job).result(Imported.class)).toList();
    }

    /**
     * Adds the jobs. Where a job for a file waits already, left by a command that was killed, it is this command's as well; but
     * what runs already may have read the file before it was as it is now: those that do are returned, and nothing is added.
     */
    private synchronized List<JobId> add() {
        if (cancelled) {
            throw new UserError("interrupted");
        }
        try {
            return tenancy.inTenant(context, scope -> {
                try {
                    jobs = scope.inTransaction(() -> add(scope));
                    return List.of();
                } catch (InTheWay others) {
                    return others.running;
                }
            });
        } catch (DataAccessException failure) {
            throw new UserError("nothing was imported: " + DatabaseTrouble.reason(failure));
        }
    }

    private List<Enqueued> add(TenantScope scope) {
        Jobs queue = new Jobs(platform);
        List<NewJob<FileToImport>> wanted = newJobs();
        List<Enqueued> added = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i += AT_ONCE) {
            added.addAll(queue.enqueueAll(scope, wanted.subList(i, Math.min(i + AT_ONCE, wanted.size()))));
        }
        List<JobId> found =
                added.stream().filter(job -> !job.isNew()).map(Enqueued::id).toList();
        Map<JobId, JobStatus> statuses = AwaitedJobs.look(scope, found);
        List<JobId> running =
                found.stream().filter(id -> !isYetToRun(statuses.get(id))).toList();
        if (!running.isEmpty()) {
            throw new InTheWay(running);
        }
        return added;
    }

    private static boolean isYetToRun(@Nullable JobStatus status) {
        return status != null
                && status.state() != JobState.PROCESSING
                && !status.state().isFinished();
    }

    /** Rolls back what was added. */
    private static final class InTheWay extends RuntimeException {

        private final transient List<JobId> running;

        InTheWay(List<JobId> running) {
            this.running = running;
        }
    }

    private List<NewJob<FileToImport>> newJobs() {
        Map<String, Integer> times = new HashMap<>();
        UUID command = UUID.randomUUID();
        List<NewJob<FileToImport>> wanted = new ArrayList<>();
        for (Path file : files) {
            String path = file.toAbsolutePath().toString();
            int time = times.merge(path, 1, Integer::sum);
            // A path may be longer than a key.
            UUID key = UUID.nameUUIDFromBytes((strict + "/" + time + "/" + path).getBytes(StandardCharsets.UTF_8));
            wanted.add(NewJob.of(ImportFile.TYPE, new FileToImport(path, OnlineRetailImport.FORMAT, strict, command))
                    .withUnique(UniqueKey.untilFinished("import/" + key)));
        }
        return wanted;
    }

    private Map<JobId, JobStatus> look(Collection<JobId> ids) {
        return tenancy.inTenant(context, scope -> AwaitedJobs.look(scope, ids));
    }

    private List<JobId> unfinished() {
        return jobs.stream()
                .map(Enqueued::id)
                .filter(id -> !finished.containsKey(id))
                .toList();
    }

    private JobStatus finished(Enqueued job) {
        return Objects.requireNonNull(finished.get(job.id()));
    }

    /** Tells how far they are; whether all of them are done. */
    private boolean tell(Map<JobId, JobStatus> looked, Progress progress) {
        double done = 0;
        int first = files.size();
        for (int i = 0; i < files.size(); i++) {
            JobId id = jobs.get(i).id();
            JobStatus status = status(files.get(i), finished.containsKey(id) ? finished.get(id) : looked.get(id));
            if (status.state() == JobState.COMPLETED) {
                finished.put(id, status);
                done += size(files.get(i));
            } else {
                first = Math.min(first, i);
                done += status.progress() == null ? 0 : status.progress().share() * size(files.get(i));
            }
        }
        int shown = Math.min(first, files.size() - 1);
        JobStatus at = looked.get(jobs.get(shown).id());
        String trouble = at != null && at.state() == JobState.FAILED ? ", tried again soon: " + at.error() : "";
        String note = "file " + (shown + 1) + " of " + files.size() + ": "
                + files.get(shown).getFileName() + trouble;
        progress.at((long) done, note);
        return first == files.size();
    }

    /** A job's status; {@link UserError} where it has ended otherwise than well. */
    private static JobStatus status(Path file, @Nullable JobStatus status) {
        if (status == null) {
            throw new UserError(file + ": its job is gone, since the tenant was suspended or erased");
        }
        return switch (status.state()) {
            case CANCELLED -> throw new UserError(file + ": nothing of it was imported: the job was called off");
            case DEAD -> throw new UserError(why(file, String.valueOf(status.error())));
            default -> status;
        };
    }

    /** The job's own words, with the file's name as the person has written it. */
    private static String why(Path file, String error) {
        String path = file.toAbsolutePath().toString();
        return error.startsWith(path)
                ? error.replace(path, file.toString())
                : file + ": nothing of it was imported: " + error;
    }

    /** Calls off what this command has added and has not finished. */
    synchronized void cancel() {
        cancelled = true;
        AwaitedJobs.cancel(
                platform,
                context.tenant(),
                jobs.stream().filter(Enqueued::isNew).map(Enqueued::id).toList());
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /** Longer each time, up to a tenth of a second. */
    private void sleep() {
        LockSupport.parkNanos(pause.toNanos());
        pause = pause.multipliedBy(3).dividedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
