package io.partywall.audit;

import static io.partywall.access.Permission.AUDIT_LOGS_READ;

import io.partywall.access.Requires;
import io.partywall.access.Trail;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    void export(TenantScope scope, HttpServletResponse response) throws IOException {
        record(scope, "ndjson");
        try (Writer out = begin(response, NDJSON, "ndjson")) {
            AuditTrail.export(scope, out);
        }
    }

    @GetMapping(path = "/export.csv", produces = CSV)
    @Requires(AUDIT_LOGS_READ)
    @Operation(summary = "Export what was done as CSV, the oldest first")
    void exportCsv(
            TenantScope scope,
            @RequestParam @Nullable String action,
            @RequestParam @Nullable String resource,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to,
            HttpServletResponse response)
            throws IOException {
        record(scope, "csv");
        try (Writer out = begin(response, CSV, "csv")) {
            logs.writeCsv(scope, new AuditLogs.Filter(action, resource, null, null, null, from, to), out);
        }
    }

    private static void record(TenantScope scope, String format) {
        Trail.record(scope, "export", "audit_logs", null, Map.of("format", format));
    }

    private static Writer begin(HttpServletResponse response, String type, String ending) throws IOException {
        response.setContentType(type);
        response.setHeader("Content-Disposition", "attachment; filename=\"audit-logs." + ending + "\"");
        return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
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
