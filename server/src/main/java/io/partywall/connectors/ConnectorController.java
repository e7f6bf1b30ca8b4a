package io.partywall.connectors;

import static io.partywall.access.Permission.CONNECTORS_READ;
import static io.partywall.access.Permission.CONNECTORS_WRITE;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.ConnectorStatus;
import io.partywall.schema.jooq.enums.RunState;
import io.partywall.tenants.Limits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
@RequestMapping("/api/connectors")
@Tag(name = "connectors", description = "Configured sources of data, and what their runs did")
final class ConnectorController {

    /** Whether a patch leaves the credentials as they are: the one member that cannot be told from what is there. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kept(@Nullable Object credentials) {

        static boolean isForgotten(Patch<Kept> patch) {
            return patch.applyTo(new Kept(true)).credentials() == null;
        }
    }

    private final ConnectorStore connectors;
    private final RunStore runs;

    ConnectorController(ConnectorStore connectors, RunStore runs) {
        this.connectors = connectors;
        this.runs = runs;
    }

    @GetMapping
    @Requires(CONNECTORS_READ)
    @Operation(summary = "List the connectors, the newest first")
    Page<Connector> list(
            TenantScope scope,
            @RequestParam @Nullable String provider,
            @RequestParam @Nullable ConnectorStatus status,
            @RequestParam @Nullable Boolean enabled,
            Paging paging) {
        return connectors.list(scope, provider, status, enabled, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(CONNECTORS_WRITE)
    @Operation(summary = "Add a connector; its credentials are encrypted and never told again")
    Connector create(TenantScope scope, @RequestBody @Valid ConnectorDraft draft) {
        ConnectorDraft checked = draft.checked();
        Limits.MAX_INTEGRATIONS.requireRoom(scope);
        return connectors.create(scope, checked);
    }

    @GetMapping("/{id}")
    @Requires(CONNECTORS_READ)
    @Operation(summary = "Read a connector")
    Connector get(TenantScope scope, @PathVariable UUID id) {
        return connectors.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(CONNECTORS_WRITE)
    @Operation(
            summary = "Change a connector; credentials are replaced as a whole, taken away by null, and kept otherwise")
    Connector update(
            TenantScope scope,
            @PathVariable UUID id,
            Patch<ConnectorDraft> patch,
            @Parameter(hidden = true) Patch<Kept> kept,
            IfMatch ifMatch) {
        Connector connector = connectors.lock(scope, id);
        ifMatch.check(connector);
        ConnectorDraft draft = patch.applyTo(ConnectorDraft.of(connector)).checked();
        if (!draft.provider().equals(connector.provider())) {
            throw Refused.invalid("/provider", "a connector keeps its provider: add another connector");
        }
        return connectors.update(scope, connector, draft, Kept.isForgotten(kept));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(CONNECTORS_WRITE)
    @Operation(summary = "Delete a connector with its runs; the facts that it brought stay")
    void delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(connectors.lock(scope, id));
        connectors.delete(scope, id);
    }

    @GetMapping("/{id}/runs")
    @Requires(CONNECTORS_READ)
    @Operation(summary = "List the runs of a connector, the newest first")
    Page<Run> runs(TenantScope scope, @PathVariable UUID id, @RequestParam @Nullable RunState state, Paging paging) {
        return runs.list(scope, connectors.get(scope, id).id(), state, paging);
    }

    @GetMapping("/{id}/runs/{run}")
    @Requires(CONNECTORS_READ)
    @Operation(summary = "Read a run of a connector")
    Run run(TenantScope scope, @PathVariable UUID id, @PathVariable UUID run) {
        return runs.get(scope, connectors.get(scope, id).id(), run);
    }
}
