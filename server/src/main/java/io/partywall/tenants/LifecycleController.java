package io.partywall.tenants;

import static io.partywall.access.Permission.TENANT_ERASE;
import static io.partywall.access.Permission.TENANT_EXPORT;

import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.PlatformWork;
import io.partywall.access.Requires;
import io.partywall.access.Trail;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.jobs.Enqueued;
import io.partywall.jobs.JobId;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.NewJob;
import io.partywall.jobs.UniqueKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/tenants/{tenant}")
@Tag(name = "lifecycle", description = "Taking a tenant's data away, and having it erased")
final class LifecycleController {

    private static final MediaType NDJSON = MediaType.valueOf("application/x-ndjson");

    private final PlatformWork platform;
    private final Jobs jobs;
    private final ExportFiles files;
    private final ErasureLoop erasures;

    LifecycleController(PlatformWork platform, Jobs jobs, ExportFiles files, ErasureLoop erasures) {
        this.platform = platform;
        this.jobs = jobs;
        this.files = files;
        this.erasures = erasures;
    }

    /**
     * An export that is being made.
     *
     * @param jobId what to ask GET /api/jobs/{id} for; its result is the manifest
     */
    record Export(UUID jobId) {}

    @PostMapping("/exports")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(TENANT_EXPORT)
    @Operation(summary = "Have everything that the tenant has written to files, by a job")
    Export export(TenantScope scope, @PathVariable String tenant) {
        Enqueued job = jobs.enqueue(
                scope,
                NewJob.of(ExportTenant.TYPE, new ExportTenant.Everything())
                        .withUnique(UniqueKey.untilFinished("export")));
        Trail.record(
                scope,
                "export",
                "tenants",
                scope.context().tenant(),
                Map.of("job_id", job.id().toString()));
        return new Export(job.id().value());
    }

    @GetMapping("/exports/{job}/{file}")
    @Requires(TENANT_EXPORT)
    @Operation(summary = "Download a file of an export, or its manifest.json; ranges may be asked for")
    ResponseEntity<Resource> download(
            TenantScope scope, @PathVariable String tenant, @PathVariable UUID job, @PathVariable String file) {
        Resource found = new FileSystemResource(files.file(scope.context().tenant(), new JobId(job), file));
        return ResponseEntity.ok()
                .contentType(file.endsWith(".json") ? MediaType.APPLICATION_JSON : NDJSON)
                .body(found);
    }

    /**
     * What makes an erasure meant.
     *
     * @param slug of the tenant, once more
     */
    record Erasure(@NotNull @Size(max = 63) String slug) {}

    @PostMapping("/erase")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(TENANT_ERASE)
    @Operation(summary = "Erase the tenant: its keys at once, its rows after that; nothing brings it back")
    void erase(@PathVariable String tenant, @RequestBody @Valid Erasure erasure, Caller caller, Origin origin) {
        if (!erasure.slug().equals(caller.inTenant().slug())) {
            throw Refused.invalid(
                    "/slug",
                    "to erase a tenant, say its slug: '" + caller.inTenant().slug() + "'");
        }
        Erasures.begin(platform, caller, origin);
        erasures.wake();
    }
}
