package io.partywall.metrics;

import static io.partywall.access.Permission.METRICS_READ;
import static io.partywall.access.Permission.METRICS_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
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
@RequestMapping("/api/metrics/definitions")
@Tag(name = "metrics", description = "How figures are computed, in versions")
final class MetricController {

    private final MetricStore metrics;

    MetricController(MetricStore metrics) {
        this.metrics = metrics;
    }

    @GetMapping
    @Requires(METRICS_READ)
    @Operation(summary = "List the metrics by code, each in the version that rules now, or as of a moment")
    Page<MetricDefinition> list(
            TenantScope scope,
            @RequestParam @Nullable String code,
            @RequestParam(defaultValue = "false") boolean deprecated,
            @RequestParam("as_of") @Nullable Instant asOf,
            Paging paging) {
        return metrics.list(scope, code, deprecated, asOf, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(METRICS_WRITE)
    @Operation(summary = "Define a metric: its first version")
    MetricDefinition create(TenantScope scope, @RequestBody @Valid MetricDraft draft, Caller caller) {
        return metrics.create(scope, draft, caller.person());
    }

    @GetMapping("/{code}")
    @Requires(METRICS_READ)
    @Operation(summary = "Read a metric: the version that rules now, the one as of a moment, or the one with a number")
    MetricDefinition get(
            TenantScope scope,
            @PathVariable String code,
            @RequestParam @Nullable Integer version,
            @RequestParam("as_of") @Nullable Instant asOf) {
        if (version != null && asOf != null) {
            throw Refused.of(ProblemType.MALFORMED_REQUEST, "either 'version' or 'as_of' is wanted, not both");
        }
        if (version != null) {
            return metrics.version(scope, code, version);
        }
        return asOf != null ? metrics.asOf(scope, code, asOf) : metrics.current(scope, code);
    }

    @GetMapping("/{code}/versions")
    @Requires(METRICS_READ)
    @Operation(summary = "List all versions of a metric, the newest first")
    Page<MetricDefinition> versions(TenantScope scope, @PathVariable String code, Paging paging) {
        return metrics.versions(scope, code, paging);
    }

    @PatchMapping("/{code}")
    @Requires(METRICS_WRITE)
    @Operation(summary = "Make the next version of a metric, from the newest one")
    MetricDefinition update(
            TenantScope scope, @PathVariable String code, Patch<MetricDraft> patch, IfMatch ifMatch, Caller caller) {
        MetricDefinition newest = usable(scope, code, ifMatch);
        MetricDraft draft = patch.applyTo(MetricDraft.of(newest));
        if (!draft.code().equals(code)) {
            throw Refused.invalid("/code", "a metric keeps its code: define another metric");
        }
        return metrics.add(scope, draft, newest.version() + 1, caller.person());
    }

    @DeleteMapping("/{code}")
    @Requires(METRICS_WRITE)
    @Operation(summary = "Deprecate a metric for good; its versions stay")
    MetricDefinition deprecate(TenantScope scope, @PathVariable String code, IfMatch ifMatch) {
        MetricDefinition _ = usable(scope, code, ifMatch);
        return metrics.deprecate(scope, code);
    }

    private MetricDefinition usable(TenantScope scope, String code, IfMatch ifMatch) {
        MetricDefinition newest = metrics.lock(scope, code);
        ifMatch.check(newest);
        if (newest.deprecatedAt() != null) {
            throw Refused.of(ProblemType.CONFLICT, "the metric '" + code + "' is deprecated");
        }
        return newest;
    }
}
