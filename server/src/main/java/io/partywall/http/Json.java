package io.partywall.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How JSON is read and written: names as in SQL, exact decimals, and nothing guessed. What is unknown, doubled, of another type
 * or behind the end is refused.
 */
public final class Json implements JsonMapperBuilderCustomizer {

    /** More digits than any money has; and nobody gets a number written out whose exponent alone is short. */
    private static final int MOST_DIGITS = 38;

    private static final JsonMapper MAPPER = configured();

    private static JsonMapper configured() {
        JsonMapper.Builder builder = JsonMapper.builder();
        new Json().customize(builder);
        return builder.build();
    }

    /** A mapper like that of the API. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    @Override
    public void customize(JsonMapper.Builder builder) {
        builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .addModule(new SimpleModule()
                        .addDeserializer(BigDecimal.class, new Decimal())
                        .addDeserializer(String.class, new Text())
                        .addDeserializer(Instant.class, new Moment())
                        .addDeserializer(LocalDate.class, new Day()));
    }

    /** A number of a size that can be written out. */
    private static final class Decimal extends StdScalarDeserializer<BigDecimal> {

        Decimal() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.currentToken().isNumeric()) {
                return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
            }
            BigDecimal value = parser.getDecimalValue();
            if (value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS) {
                return (BigDecimal) context.handleWeirdNumberValue(
                        BigDecimal.class, 0, "a number has at most %s digits", MOST_DIGITS);
            }
            return value;
        }
    }

    /** Text that the database keeps as it is: no half of a character. */
    private static final class Text extends StdScalarDeserializer<String> {

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            String text = parser.getString();
            if (text.codePoints()
                    .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
                return (String) context.handleWeirdStringValue(String.class, "", "no character");
            }
            return text;
        }
    }

    /** A time as RFC 3339 has it, with its offset: a number would be seconds to one and milliseconds to another. */
    private static final class Moment extends StdScalarDeserializer<Instant> {

        private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

        Moment() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (Instant) context.handleUnexpectedToken(Instant.class, parser);
            }
            try {
                Instant time =
                        OffsetDateTime.parse(parser.getString()).toInstant().truncatedTo(ChronoUnit.MICROS);
                if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                    return time;
                }
            } catch (DateTimeException malformed) {
                // Told below.
            }
            return (Instant) context.handleWeirdStringValue(Instant.class, "", "no time");
        }
    }

    /** A day as ISO 8601 has it, of the years 1 to 9999. */
    private static final class Day extends StdScalarDeserializer<LocalDate> {

        Day() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (LocalDate) context.handleUnexpectedToken(LocalDate.class, parser);
            }
            try {
                LocalDate day = LocalDate.parse(parser.getString());
                if (day.getYear() >= 1 && day.getYear() <= 9999) {
                    return day;
                }
            } catch (DateTimeException malformed) {
                // Told below.
            }
            return (LocalDate) context.handleWeirdStringValue(LocalDate.class, "", "no day");
        }
    }
}
