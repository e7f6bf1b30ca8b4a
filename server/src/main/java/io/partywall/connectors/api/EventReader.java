package io.partywall.connectors.api;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Json;
import io.partywall.http.Refused;
import io.partywall.tenants.Tenant;
import io.partywall.values.JsonLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads events as they were sent to one tenant: exactly, or not at all. */
final class EventReader {

    private static final int LARGEST = 32 * 1024;
    private static final int LONGEST_MESSAGE_ID = 100;
    private static final int LONGEST_SUBJECT = 200;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,99}");
    private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final String USUAL_SOURCE = "api";
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofHours(24);

    private static final Set<String> FIELDS = Set.of(
            "event_name",
            "event_type",
            "timestamp",
            "message_id",
            "subject_id",
            "value",
            "currency",
            "properties",
            "source");

    /** A value that does not fit. */
    private static final class Unfit extends RuntimeException {
        private final transient Refused.Fault fault;

        Unfit(Refused.Fault fault) {
            super(fault.detail(), null, false, false);
            this.fault = fault;
        }
    }

    private final Tenant tenant;
    private final Instant receivedAt;
    private final Duration skew;

    /**
     * Reads for this tenant.
     *
     * @param skew by how much the sender's clock is behind ours
     */
    EventReader(Tenant tenant, Instant receivedAt, Duration skew) {
        this.tenant = tenant;
        this.receivedAt = receivedAt;
        this.skew = skew;
    }

    /**
     * Reads one event.
     *
     * @param number its place among those it was sent with, from 0
     * @param pointer where it is in the body
     */
    Reading read(int number, String pointer, JsonNode event) {
        try {
            return fact(number, pointer, event);
        } catch (Unfit unfit) {
            return new Reading.Misfit(number, unfit.fault);
        }
    }

    private Reading.Fact fact(int number, String pointer, JsonNode event) {
        if (!event.isObject()) {
            throw unfit(pointer, "an event is a JSON object");
        }
        Refused.Fault fault = JsonLimits.fault(pointer, event, LARGEST);
        if (fault != null) {
            throw new Unfit(fault);
        }
        for (String field : event.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw unfit(pointer, "there is no field '" + field + "' here");
            }
        }
        String name = shaped(pointer, event, "event_name", NAME, null);
        Instant at = at(pointer, event);
        BigDecimal value = value(pointer, event);
        checkCurrency(pointer, event);
        String messageId = text(pointer, event, "message_id", LONGEST_MESSAGE_ID);
        return new Reading.Fact(
                number,
                UuidCreator.getTimeOrderedEpoch(),
                new Reading.Name(
                        shaped(pointer, event, "source", SOURCE, USUAL_SOURCE),
                        messageId == null ? UuidCreator.getTimeOrderedEpoch().toString() : messageId),
                name,
                shaped(pointer, event, "event_type", NAME, name),
                at,
                LocalDate.ofInstant(at, tenant.timeZone()),
                text(pointer, event, "subject_id", LONGEST_SUBJECT),
                value,
                properties(pointer, event));
    }

    private static String shaped(
            String pointer, JsonNode event, String field, Pattern shape, @Nullable String otherwise) {
        JsonNode value = event.path(field);
        if (isAbsent(value) && otherwise != null) {
            return otherwise;
        }
        if (!value.isString() || !shape.matcher(value.stringValue()).matches()) {
            throw unfit(pointer + "/" + field, "a text is wanted that matches \"" + shape + "\"");
        }
        return value.stringValue();
    }

    private static @Nullable String text(String pointer, JsonNode event, String field, int longest) {
        JsonNode value = event.path(field);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isString()
                || value.stringValue().isBlank()
                || value.stringValue().length() > longest) {
            throw unfit(pointer + "/" + field, "a text of 1 to " + longest + " characters is wanted");
        }
        return value.stringValue();
    }

    private Instant at(String pointer, JsonNode event) {
        JsonNode told = event.path("timestamp");
        Instant read = told.isString() ? Timestamps.find(told.stringValue()) : null;
        if (read == null) {
            throw unfit(pointer + "/timestamp", Timestamps.WANTED);
        }
        Instant at = read.plus(skew);
        if (at.isBefore(EARLIEST)) {
            throw unfit(pointer + "/timestamp", at + " is before " + EARLIEST);
        }
        if (at.isAfter(receivedAt.plus(AHEAD))) {
            throw unfit(pointer + "/timestamp", at + " is more than " + AHEAD.toHours() + " hours ahead of our clock");
        }
        return at;
    }

    private static @Nullable BigDecimal value(String pointer, JsonNode event) {
        JsonNode value = event.path("value");
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isNumber()) {
            throw unfit(pointer + "/value", "a number is wanted");
        }
        return value.decimalValue();
    }

    /** Sums of two currencies would be of none. */
    private void checkCurrency(String pointer, JsonNode event) {
        JsonNode currency = event.path("currency");
        String own = tenant.currency().getCurrencyCode();
        if (!isAbsent(currency)
                && !(currency.isString() && currency.stringValue().equals(own))) {
            throw unfit(pointer + "/currency", "the tenant counts in " + own + ": convert the value before it is sent");
        }
    }

    private static String properties(String pointer, JsonNode event) {
        JsonNode properties = event.path("properties");
        if (isAbsent(properties)) {
            return "{}";
        }
        if (!properties.isObject()) {
            throw unfit(pointer + "/properties", "a JSON object is wanted");
        }
        return Json.mapper().writeValueAsString(properties);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static Unfit unfit(String pointer, String detail) {
        return new Unfit(new Refused.Fault(pointer, detail));
    }
}
