package io.partywall.insights;

import static io.partywall.access.Permission.INSIGHTS_READ;
import static io.partywall.access.Permission.INSIGHTS_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.InsightSeverity;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
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
@RequestMapping("/api/insights")
@Tag(name = "insights", description = "What modules found worth saying")
final class InsightController {

    private final InsightStore insights;

    InsightController(InsightStore insights) {
        this.insights = insights;
    }

    @GetMapping
    @Requires(INSIGHTS_READ)
    @Operation(summary = "List the insights, the newest first; 'from' and 'to' are days in UTC, both inclusive")
    Page<Insight> list(
            TenantScope scope,
            @RequestParam @Nullable String module,
            @RequestParam @Nullable InsightSeverity severity,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
            Paging paging) {
        return insights.list(scope, new InsightFilter(module, severity, from, to), paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(INSIGHTS_WRITE)
    @Operation(summary = "Add an insight")
    Insight create(TenantScope scope, @RequestBody @Valid InsightDraft draft) {
        return insights.create(scope, draft);
    }

    @GetMapping("/{id}")
    @Requires(INSIGHTS_READ)
    @Operation(summary = "Read an insight")
    Insight get(TenantScope scope, @PathVariable UUID id) {
        return insights.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(INSIGHTS_WRITE)
    @Operation(summary = "Change an insight")
    Insight update(TenantScope scope, @PathVariable UUID id, Patch<InsightDraft> patch, IfMatch ifMatch) {
        Insight insight = insights.lock(scope, id);
        ifMatch.check(insight);
        return insights.update(scope, id, patch.applyTo(InsightDraft.of(insight)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(INSIGHTS_WRITE)
    @Operation(summary = "Delete an insight for good")
    void delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(insights.lock(scope, id));
        insights.delete(scope, id);
    }
}
