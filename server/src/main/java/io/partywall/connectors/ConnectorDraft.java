package io.partywall.connectors;

import io.partywall.http.Refused;
import io.partywall.jobs.JobRefused;
import io.partywall.jobs.JobSchedules;
import io.partywall.values.JsonLimits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people say of a connector.
 *
 * @param credentials what it logs in with; a draft of a connector that is there has none, since nobody is told them
 */
record ConnectorDraft(
        @NotBlank @Size(max = 200) String name,
        @NotNull @Pattern(regexp = "[a-z][a-z0-9-]{0,62}") String provider,
        @Nullable @Size(max = 2_000) String description,
        @Nullable ObjectNode config,
        @Nullable Boolean enabled,
        @Nullable @Size(max = 100) String schedule,
        @Nullable Credentials credentials) {

    private static final int LARGEST_CONFIG = 16 * 1024;

    static ConnectorDraft of(Connector connector) {
        return new ConnectorDraft(
                connector.name(),
                connector.provider(),
                connector.description(),
                connector.config().isObject() ? connector.config().asObject() : null,
                connector.enabled(),
                connector.schedule(),
                null);
    }

    /** The same, if all of it can be kept; {@link Refused} where not. */
    ConnectorDraft checked() {
        Refused.Fault misfit = JsonLimits.fault("/config", configOrEmpty(), LARGEST_CONFIG);
        if (misfit == null && credentials != null) {
            misfit = credentials.fault();
        }
        if (misfit != null) {
            throw Refused.invalid(misfit.pointer(), misfit.detail());
        }
        try {
            if (schedule != null) {
                JobSchedules.checkCron(schedule);
            }
        } catch (JobRefused unreadable) {
            throw Refused.invalid("/schedule", String.valueOf(unreadable.getMessage()));
        }
        return this;
    }

    ObjectNode configOrEmpty() {
        return Objects.requireNonNullElseGet(config, JsonNodeFactory.instance::objectNode);
    }

    boolean isEnabledOrNotSaid() {
        return enabled == null || enabled;
    }
}
