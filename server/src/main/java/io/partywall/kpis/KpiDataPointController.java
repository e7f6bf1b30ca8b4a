package io.partywall.kpis;

import static io.partywall.access.Permission.KPIS_READ;
import static io.partywall.access.Permission.KPIS_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/kpis/{id}/data-points")
@Tag(name = "kpis")
final class KpiDataPointController {

    private final KpiStore kpis;
    private final KpiDataPointStore points;

    KpiDataPointController(KpiStore kpis, KpiDataPointStore points) {
        this.kpis = kpis;
        this.points = points;
    }

    @GetMapping
    @Requires(KPIS_READ)
    @Operation(summary = "List a KPI's data points from one moment (included) to another (excluded), the newest first")
    Page<KpiDataPoint> list(
            TenantScope scope,
            @PathVariable UUID id,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to,
            Paging paging) {
        return points.list(scope, kpis.get(scope, id).id(), from, to, paging);
    }

    @PostMapping
    @Requires(KPIS_WRITE)
    @Operation(summary = "Add a data point, or replace the value of the one of the same source and moment")
    KpiDataPoint put(
            TenantScope scope,
            @PathVariable UUID id,
            @RequestBody @Valid KpiDataPointDraft draft,
            HttpServletResponse response) {
        kpis.lockInSight(scope, id);
        Optional<KpiDataPoint> replaced = points.replace(scope, id, draft);
        if (replaced.isPresent()) {
            return replaced.get();
        }
        response.setStatus(HttpStatus.CREATED.value());
        return points.create(scope, id, draft);
    }

    @DeleteMapping("/{point}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(KPIS_WRITE)
    @Operation(summary = "Remove a data point")
    void delete(TenantScope scope, @PathVariable UUID id, @PathVariable UUID point) {
        kpis.lockInSight(scope, id);
        points.delete(scope, id, point);
    }
}
