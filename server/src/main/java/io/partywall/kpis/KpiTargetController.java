package io.partywall.kpis;

import static io.partywall.access.Permission.KPIS_READ;
import static io.partywall.access.Permission.KPIS_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/kpis/{id}/targets")
@Tag(name = "kpis")
final class KpiTargetController {

    private final KpiStore kpis;
    private final KpiTargetStore targets;

    KpiTargetController(KpiStore kpis, KpiTargetStore targets) {
        this.kpis = kpis;
        this.targets = targets;
    }

    @GetMapping
    @Requires(KPIS_READ)
    @Operation(summary = "List a KPI's targets, the latest period first")
    Page<KpiTarget> list(TenantScope scope, @PathVariable UUID id, Paging paging) {
        return targets.list(scope, kpis.get(scope, id).id(), paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(KPIS_WRITE)
    @Operation(summary = "Set what a KPI shall reach from one day to another, both included")
    KpiTarget create(TenantScope scope, @PathVariable UUID id, @RequestBody @Valid KpiTargetDraft draft) {
        kpis.lockInSight(scope, id);
        return targets.create(scope, id, draft);
    }

    @PatchMapping("/{target}")
    @Requires(KPIS_WRITE)
    @Operation(summary = "Change a target")
    KpiTarget update(
            TenantScope scope,
            @PathVariable UUID id,
            @PathVariable UUID target,
            Patch<KpiTargetDraft> patch,
            IfMatch ifMatch) {
        KpiTarget current = changeable(scope, id, target, ifMatch);
        return targets.update(scope, id, target, patch.applyTo(KpiTargetDraft.of(current)));
    }

    @DeleteMapping("/{target}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(KPIS_WRITE)
    @Operation(summary = "Remove a target")
    void delete(TenantScope scope, @PathVariable UUID id, @PathVariable UUID target, IfMatch ifMatch) {
        targets.delete(scope, changeable(scope, id, target, ifMatch).id());
    }

    private KpiTarget changeable(TenantScope scope, UUID kpi, UUID id, IfMatch ifMatch) {
        kpis.lockInSight(scope, kpi);
        KpiTarget target = targets.get(scope, kpi, id);
        ifMatch.check(target);
        return target;
    }
}
