package io.partywall.dashboards;

import static io.partywall.access.Permission.DASHBOARDS_READ;
import static io.partywall.access.Permission.DASHBOARDS_WRITE;
import static io.partywall.access.Permission.TENANT_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Patch;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
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
@RequestMapping("/api/dashboard/widgets")
@Tag(name = "dashboards", description = "The tiles that people see")
final class WidgetController {

    private final WidgetStore widgets;

    WidgetController(WidgetStore widgets) {
        this.widgets = widgets;
    }

    @GetMapping
    @Requires(DASHBOARDS_READ)
    @Operation(
            summary =
                    "List the caller's dashboard as a whole: of each type the caller's own widget, or else the default")
    Page<Widget> list(TenantScope scope, @RequestParam("scope") @Nullable String which, Caller caller) {
        UUID user = caller.person().id();
        return new Page<>(
                which == null ? widgets.seen(scope, user) : widgets.list(scope, WidgetScope.ofParameter(which), user),
                null);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(DASHBOARDS_WRITE)
    @Operation(summary = "Add a widget: the caller's own, or with tenant:write a default for everybody")
    Widget create(TenantScope scope, @RequestBody @Valid WidgetDraft draft, Caller caller) {
        requireRight(caller, draft.scopeOrOwn());
        return widgets.create(scope, draft, caller.person().id());
    }

    @PatchMapping("/{id}")
    @Requires(DASHBOARDS_WRITE)
    @Operation(summary = "Move or change a widget")
    Widget update(TenantScope scope, @PathVariable UUID id, Patch<WidgetDraft> patch, IfMatch ifMatch, Caller caller) {
        Widget widget = changeable(scope, id, ifMatch, caller);
        WidgetDraft draft = patch.applyTo(WidgetDraft.of(widget));
        if (!draft.widgetType().equals(widget.widgetType())) {
            throw Refused.invalid("/widget_type", "a widget keeps its type: add another widget");
        }
        if (draft.scope() != null && draft.scope() != widget.scope()) {
            throw Refused.invalid("/scope", "a widget stays whose it is: add another widget");
        }
        return widgets.update(scope, widget, draft);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(DASHBOARDS_WRITE)
    @Operation(summary = "Remove a widget; behind one's own the default appears again")
    void delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch, Caller caller) {
        widgets.delete(scope, changeable(scope, id, ifMatch, caller).id());
    }

    private Widget changeable(TenantScope scope, UUID id, IfMatch ifMatch, Caller caller) {
        Widget widget = widgets.lock(scope, id, caller.person().id());
        requireRight(caller, widget.scope());
        ifMatch.check(widget);
        return widget;
    }

    private static void requireRight(Caller caller, WidgetScope scope) {
        if (scope == WidgetScope.DEFAULT && !caller.inTenant().permissions().contains(TENANT_WRITE)) {
            throw Refused.of(ProblemType.FORBIDDEN, "what everybody sees needs the permission " + TENANT_WRITE)
                    .with("permission", TENANT_WRITE.toString());
        }
    }
}
