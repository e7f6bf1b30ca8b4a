package io.partywall.benchmarks.api;

import io.partywall.access.Caller;
import io.partywall.access.Membership;
import io.partywall.access.OpenTo;
import io.partywall.access.Permission;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Patch;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The routes of KPIs as an application without walls has them. Who calls, the server finds out as for any other route; no context
 * is signed, and the membership that the caller was found to have is all that decides.
 */
@RestController
@RequestMapping("/api/plain/kpis")
final class PlainController {

    private final PlainKpis kpis;

    PlainController(PlainKpis kpis) {
        this.kpis = kpis;
    }

    @GetMapping
    @OpenTo(OpenTo.Audience.PERSON)
    Page<PlainKpi> list(
            Caller caller, @RequestParam(defaultValue = "50") int limit, @RequestParam @Nullable UUID cursor)
            throws SQLException {
        List<PlainKpi> found = kpis.list(tenant(caller, Permission.KPIS_READ), cursor, limit + 1);
        boolean more = found.size() > limit;
        List<PlainKpi> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? items.getLast().id().toString() : null);
    }

    @GetMapping("/{id}")
    @OpenTo(OpenTo.Audience.PERSON)
    PlainKpi get(Caller caller, @PathVariable UUID id) throws SQLException {
        return kpis.get(tenant(caller, Permission.KPIS_READ), id).orElseThrow(() -> Refused.notFound("KPI", id));
    }

    @PatchMapping("/{id}")
    @OpenTo(OpenTo.Audience.PERSON)
    PlainKpi update(Caller caller, @PathVariable UUID id, Patch<PlainKpiDraft> patch, IfMatch ifMatch)
            throws SQLException {
        return kpis.change(tenant(caller, Permission.KPIS_WRITE), id, current -> {
                    ifMatch.check(current);
                    return patch.applyTo(PlainKpiDraft.of(current));
                })
                .orElseThrow(() -> Refused.notFound("KPI", id));
    }

    private static UUID tenant(Caller caller, Permission permission) {
        Membership membership = caller.inTenant();
        if (!membership.permissions().contains(permission)) {
            throw Refused.of(ProblemType.FORBIDDEN);
        }
        return membership.tenant().value();
    }
}
