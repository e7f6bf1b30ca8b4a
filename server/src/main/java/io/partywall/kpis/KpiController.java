package io.partywall.kpis;

import static io.partywall.access.Permission.KPIS_READ;
import static io.partywall.access.Permission.KPIS_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.KpiCategory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/kpis")
@Tag(name = "kpis", description = "Figures that a tenant tracks")
final class KpiController {

    private final KpiStore kpis;

    KpiController(KpiStore kpis) {
        this.kpis = kpis;
    }

    @GetMapping
    @Requires(KPIS_READ)
    @Operation(summary = "List the KPIs, the newest first")
    Page<Kpi> list(
            TenantScope scope,
            @RequestParam @Nullable KpiCategory category,
            @RequestParam(defaultValue = "false") boolean deleted,
            Paging paging) {
        return kpis.list(scope, category, deleted, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(KPIS_WRITE)
    @Operation(summary = "Add a KPI")
    Kpi create(TenantScope scope, @RequestBody @Valid KpiDraft draft) {
        return kpis.create(scope, draft);
    }

    @GetMapping("/{id}")
    @Requires(KPIS_READ)
    @Operation(summary = "Read a KPI, also one that was deleted")
    Kpi get(TenantScope scope, @PathVariable UUID id) {
        return kpis.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(KPIS_WRITE)
    @Operation(summary = "Change a KPI")
    Kpi update(TenantScope scope, @PathVariable UUID id, Patch<KpiDraft> patch, IfMatch ifMatch) {
        Kpi kpi = kpis.lock(scope, id);
        ifMatch.check(kpi);
        return kpis.update(scope, id, patch.applyTo(KpiDraft.of(kpi)));
    }

    @DeleteMapping("/{id}")
    @Requires(KPIS_WRITE)
    @Operation(summary = "Put a KPI out of sight; its history stays, and it can be restored")
    Kpi delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(kpis.lock(scope, id));
        return kpis.setDeleted(scope, id, true);
    }

    @PostMapping("/{id}/restore")
    @Requires(KPIS_WRITE)
    @Operation(summary = "Bring a deleted KPI back")
    Kpi restore(TenantScope scope, @PathVariable UUID id) {
        Kpi kpi = kpis.lock(scope, id);
        return kpis.setDeleted(scope, kpi.id(), false);
    }
}
