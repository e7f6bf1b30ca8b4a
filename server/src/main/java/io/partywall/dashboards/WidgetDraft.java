package io.partywall.dashboards;

import io.partywall.schema.jooq.enums.WidgetSize;
import io.partywall.values.Small;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people say of a tile.
 *
 * @param position behind all others where it is not said
 */
record WidgetDraft(
        @Nullable WidgetScope scope,
        @NotNull @Pattern(regexp = "[a-z][a-z0-9_-]{0,62}") String widgetType,
        @Nullable @PositiveOrZero @Max(1_000_000) Integer position,
        @Nullable WidgetSize size,
        @Nullable Boolean isVisible,
        @Nullable @Small ObjectNode config) {

    static WidgetDraft of(Widget widget) {
        return new WidgetDraft(
                widget.scope(),
                widget.widgetType(),
                widget.position(),
                widget.size(),
                widget.isVisible(),
                widget.config());
    }

    WidgetScope scopeOrOwn() {
        return Objects.requireNonNullElse(scope, WidgetScope.OWN);
    }

    WidgetSize sizeOrMedium() {
        return Objects.requireNonNullElse(size, WidgetSize.MEDIUM);
    }

    boolean isVisibleOrNotSaid() {
        return isVisible == null || isVisible;
    }

    ObjectNode configOrEmpty() {
        return config == null ? JsonNodeFactory.instance.objectNode() : config;
    }
}
