package io.partywall.notifications;

import static io.partywall.access.Permission.ALERT_RULES_READ;
import static io.partywall.access.Permission.ALERT_RULES_WRITE;

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
@RequestMapping("/api/alert-rules")
@Tag(name = "alert-rules", description = "When people want to be told without asking")
final class AlertRuleController {

    private final AlertRuleStore rules;

    AlertRuleController(AlertRuleStore rules) {
        this.rules = rules;
    }

    @GetMapping
    @Requires(ALERT_RULES_READ)
    @Operation(summary = "List the alert rules, the newest first")
    Page<AlertRule> list(
            TenantScope scope,
            @RequestParam(name = "kpi_id") @Nullable UUID kpi,
            @RequestParam @Nullable Boolean enabled,
            Paging paging) {
        return rules.list(scope, kpi, enabled, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(ALERT_RULES_WRITE)
    @Operation(summary = "Add an alert rule")
    AlertRule create(TenantScope scope, @RequestBody @Valid AlertRuleDraft draft) {
        return rules.create(scope, draft);
    }

    @GetMapping("/{id}")
    @Requires(ALERT_RULES_READ)
    @Operation(summary = "Read an alert rule")
    AlertRule get(TenantScope scope, @PathVariable UUID id) {
        return rules.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(ALERT_RULES_WRITE)
    @Operation(summary = "Change, snooze or disable an alert rule")
    AlertRule update(TenantScope scope, @PathVariable UUID id, Patch<AlertRuleDraft> patch, IfMatch ifMatch) {
        AlertRule rule = rules.lock(scope, id);
        ifMatch.check(rule);
        return rules.update(scope, id, patch.applyTo(AlertRuleDraft.of(rule)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(ALERT_RULES_WRITE)
    @Operation(summary = "Delete an alert rule for good")
    void delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(rules.lock(scope, id));
        rules.delete(scope, id);
    }
}
