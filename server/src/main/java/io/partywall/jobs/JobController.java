package io.partywall.jobs;

import static io.partywall.access.Permission.JOBS_READ;
import static io.partywall.access.Permission.JOBS_WRITE;

import io.partywall.access.Requires;
import io.partywall.access.Trail;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/jobs")
@Tag(name = "jobs", description = "Background work")
final class JobController {

    private final OwnJobs own;
    private final Jobs jobs;
    private final JobControl control;

    JobController(OwnJobs own, Jobs jobs, JobControl control) {
        this.own = own;
        this.jobs = jobs;
        this.control = control;
    }

    @GetMapping
    @Requires(JOBS_READ)
    @Operation(summary = "List the jobs that wait, run or are over, the newest first")
    Page<OwnJob> list(
            TenantScope scope,
            @RequestParam @Nullable JobState state,
            @RequestParam @Nullable String type,
            @RequestParam @Nullable String queue,
            Paging paging) {
        return own.list(scope, state, type, queue, paging);
    }

    @GetMapping("/{id}")
    @Requires(JOBS_READ)
    @Operation(summary = "Read a job")
    OwnJob get(TenantScope scope, @PathVariable UUID id) {
        return own.get(scope, id);
    }

    @PostMapping("/process")
    @Requires(JOBS_WRITE)
    @Operation(summary = "Have workers look at once whether there is something to do, and tell how much there is")
    OwnJobs.Load process(TenantScope scope) {
        jobs.wake();
        return own.load(scope);
    }

    @PostMapping("/{id}/cancel")
    @Requires(JOBS_WRITE)
    @Operation(summary = "Call a job off: at once, or as soon as its worker learns of it where it runs")
    OwnJob cancel(TenantScope scope, @PathVariable UUID id) {
        return change(scope, id, "cancel", job -> {
            Cancelled cancelled = control.cancel(job);
            if (cancelled.left() > 0) {
                throw Refused.of(
                        ProblemType.CONFLICT, "the job is over by now, or somebody else changes it: read it again");
            }
        });
    }

    @PostMapping("/{id}/retry")
    @Requires(JOBS_WRITE)
    @Operation(summary = "Have a job tried again that is over or has failed, or one begin now that waits for its time")
    OwnJob retry(TenantScope scope, @PathVariable UUID id) {
        return change(scope, id, "retry", control::retry);
    }

    @FunctionalInterface
    private interface Change {
        void make(JobId job);
    }

    /**
     * The queue is the platform's to change, and it knows all tenants' jobs: whether this one is the tenant's own is decided
     * here, by its scope. It is recorded before it is done, which is on another connection: nothing is done unrecorded.
     */
    private OwnJob change(TenantScope scope, UUID id, String did, Change change) {
        UUID known = own.get(scope, id).id();
        Trail.record(scope, did, "jobs", known, Map.of());
        try {
            change.make(new JobId(known));
        } catch (JobRefused refused) {
            throw Refused.of(ProblemType.CONFLICT, String.valueOf(refused.getMessage()));
        }
        return own.get(scope, known);
    }
}
