package io.partywall.goals;

import static io.partywall.access.Permission.GOALS_READ;
import static io.partywall.access.Permission.GOALS_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.GoalStatus;
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
@RequestMapping("/api/goals")
@Tag(name = "goals", description = "What a tenant wants to reach")
final class GoalController {

    private final GoalStore goals;

    GoalController(GoalStore goals) {
        this.goals = goals;
    }

    @GetMapping
    @Requires(GOALS_READ)
    @Operation(summary = "List the goals, the newest first")
    Page<Goal> list(
            TenantScope scope,
            @RequestParam @Nullable GoalStatus status,
            @RequestParam(defaultValue = "false") boolean deleted,
            Paging paging) {
        return goals.list(scope, status, deleted, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(GOALS_WRITE)
    @Operation(summary = "Add a goal")
    Goal create(TenantScope scope, @RequestBody @Valid GoalDraft draft) {
        return goals.create(scope, draft);
    }

    @GetMapping("/{id}")
    @Requires(GOALS_READ)
    @Operation(summary = "Read a goal, also one that was deleted")
    Goal get(TenantScope scope, @PathVariable UUID id) {
        return goals.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(GOALS_WRITE)
    @Operation(summary = "Change a goal")
    Goal update(TenantScope scope, @PathVariable UUID id, Patch<GoalDraft> patch, IfMatch ifMatch) {
        Goal goal = goals.lock(scope, id);
        ifMatch.check(goal);
        return goals.update(scope, goal, patch.applyTo(GoalDraft.of(goal)));
    }

    @DeleteMapping("/{id}")
    @Requires(GOALS_WRITE)
    @Operation(summary = "Put a goal out of sight; it can be restored")
    Goal delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(goals.lock(scope, id));
        return goals.setDeleted(scope, id, true);
    }

    @PostMapping("/{id}/restore")
    @Requires(GOALS_WRITE)
    @Operation(summary = "Bring a deleted goal back")
    Goal restore(TenantScope scope, @PathVariable UUID id) {
        Goal goal = goals.lock(scope, id);
        return goals.setDeleted(scope, goal.id(), false);
    }
}
