package io.partywall.snapshots;

import static io.partywall.access.Permission.SNAPSHOTS_READ;

import io.partywall.access.Requires;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "snapshots", description = "Figures by day, and what was used of the platform")
final class SnapshotController {

    private final SnapshotStore snapshots;
    private final Clock clock;

    SnapshotController(SnapshotStore snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    @GetMapping("/analytics/snapshots")
    @Requires(SNAPSHOTS_READ)
    @Operation(
            summary = "List the figures of some days, by default the last thirty, the latest first; a day without facts"
                    + " has none")
    Page<DaySnapshot> list(
            TenantScope scope,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate to,
            Paging paging) {
        Tenant tenant = Tenants.of(scope);
        return snapshots.list(scope, Span.of(from, to, tenant, clock), tenant.currency(), paging);
    }

    @GetMapping("/analytics/snapshots/{date}")
    @Requires(SNAPSHOTS_READ)
    @Operation(summary = "Read the figures of a day")
    DaySnapshot get(TenantScope scope, @PathVariable @DateTimeFormat(iso = ISO.DATE) LocalDate date) {
        return snapshots.get(scope, date, Tenants.of(scope).currency());
    }

    @GetMapping("/usage/snapshots")
    @Requires(SNAPSHOTS_READ)
    @Operation(
            summary = "List what was used of the platform on some days, by default the last thirty, the latest first")
    Page<UsageDay> usage(
            TenantScope scope,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate to,
            Paging paging) {
        return snapshots.listUsage(scope, Span.of(from, to, Tenants.of(scope), clock), paging);
    }
}
