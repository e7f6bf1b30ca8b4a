package io.partywall.audit;

import static io.partywall.access.Permission.AUDIT_LOGS_READ;

import io.partywall.access.Requires;
import io.partywall.access.Trail;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/audit-logs")
@Tag(name = "audit-logs", description = "Who did what, sealed so that it can be proven complete")
final class AuditLogController {

    private static final String CSV = "text/csv;charset=UTF-8";
    private static final String NDJSON = "application/x-ndjson";

    private final AuditLogs logs;
    private final AuditKeys.Public keys;

    AuditLogController(AuditLogs logs, AuditKeys.Public keys) {
        this.logs = logs;
        this.keys = keys;
    }

    @GetMapping
    @Requires(AUDIT_LOGS_READ)
    @Operation(summary = "List what was done, the newest first")
    Page<AuditLogEntry> list(
            TenantScope scope,
            @RequestParam @Nullable String action,
            @RequestParam @Nullable String resource,
            @RequestParam(name = "resource_id") @Nullable String resourceId,
            @RequestParam(name = "user_id") @Nullable UUID userId,
            @RequestParam(name = "request_id") @Nullable String requestId,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to,
            Paging paging) {
        return logs.list(
                scope, new AuditLogs.Filter(action, resource, resourceId, userId, requestId, from, to), paging);
    }

    @GetMapping(path = "/export", produces = NDJSON)
    @Requires(AUDIT_LOGS_READ)
    @Operation(
            summary = "Export the whole trail with its seals, as 'partywall audit verify' reads it: JSON, one object a"
                    + " line")
    ResponseEntity<Resource> export(TenantScope scope) throws IOException {
        record(scope, "ndjson");
        return written(NDJSON, "ndjson", out -> AuditTrail.export(scope, out));
    }

    @GetMapping(path = "/export.csv", produces = CSV)
    @Requires(AUDIT_LOGS_READ)
    @Operation(summary = "Export what was done as CSV, the oldest first")
    ResponseEntity<Resource> exportCsv(
            TenantScope scope,
            @RequestParam @Nullable String action,
            @RequestParam @Nullable String resource,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to)
            throws IOException {
        record(scope, "csv");
        AuditLogs.Filter filter = new AuditLogs.Filter(action, resource, null, null, null, from, to);
        return written(CSV, "csv", out -> logs.writeCsv(scope, filter, out));
    }

    private static void record(TenantScope scope, String format) {
        Trail.record(scope, "export", "audit_logs", null, Map.of("format", format));
    }

    /** What writes an export. */
    private interface Export {
        void write(Writer out) throws IOException;
    }

    /** To a file first: a client that reads slowly would hold a connection of the database for all others. */
    private static ResponseEntity<Resource> written(String type, String ending, Export export) throws IOException {
        Path file = Files.createTempFile("audit-logs", ending);
        try (Writer out = Files.newBufferedWriter(file)) {
            export.write(out);
        } catch (IOException | RuntimeException failure) {
            Files.delete(file);
            throw failure;
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header("Content-Disposition", "attachment; filename=\"audit-logs." + ending + "\"")
                .contentLength(Files.size(file))
                .body(new InputStreamResource(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)));
    }

    /**
     * What the verification came to.
     *
     * @param sealed rows that are exactly as they were sealed
     * @param head the hash of the last sealed row: kept elsewhere, it proves later that nothing was cut off the end
     * @param faults what is not as it was sealed, in words
     */
    record Verification(
            boolean holds,
            long sealed,
            long erased,
            long unsealed,
            int checkpoints,
            String head,
            List<String> faults,
            long faultCount) {}

    @GetMapping("/verification")
    @Requires(AUDIT_LOGS_READ)
    @Operation(summary = "Verify the trail in the database")
    Verification verify(TenantScope scope) {
        Verdict verdict = AuditTrail.verify(scope, keys);
        return new Verification(
                verdict.holds(),
                verdict.sealed(),
                verdict.erased(),
                verdict.unsealed(),
                verdict.checkpoints(),
                verdict.head(),
                verdict.faults().stream().map(Object::toString).toList(),
                verdict.faultCount());
    }
}
