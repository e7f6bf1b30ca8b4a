package io.partywall.dashboards;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.WidgetSize;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A tile on a dashboard. */
record Widget(
        UUID id,
        WidgetScope scope,
        String widgetType,
        int position,
        WidgetSize size,
        boolean isVisible,
        ObjectNode config,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
