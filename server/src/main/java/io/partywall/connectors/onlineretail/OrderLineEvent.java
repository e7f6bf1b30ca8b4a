package io.partywall.connectors.onlineretail;

import io.partywall.events.Event;
import java.io.StringWriter;
import java.time.ZoneId;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** An order line as a fact. */
final class OrderLineEvent {

    static final String TYPE = "order_line";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private OrderLineEvent() {}

    /** The file names no zone: its times and days are the shop's own. */
    static Event of(OrderLine line, ZoneId shop) {
        return new Event(
                line.invoice() + "/" + line.stockCode() + "/" + line.occurrence(),
                line.at().toLocalDate(),
                line.at().atZone(shop).toInstant(),
                line.customer(),
                line.value(),
                properties(line));
    }

    private static String properties(OrderLine line) {
        StringWriter text = new StringWriter(160);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("invoice", line.invoice());
            json.writeStringProperty("stockCode", line.stockCode());
            json.writeStringProperty("description", line.description());
            json.writeNumberProperty("quantity", line.quantity());
            json.writeNumberProperty("unitPrice", line.unitPrice());
            json.writeStringProperty("country", line.country());
            json.writeEndObject();
        }
        return text.toString();
    }
}
