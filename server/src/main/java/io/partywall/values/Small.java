package io.partywall.values;

import io.partywall.http.Json;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object that is written in at most 16 KB of UTF-8, no deeper and with no longer numbers than anybody reads, or none. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Small.OfObjects.class)
public @interface Small {

    String message() default "at most 16 KB of JSON are wanted, 64 levels deep, with numbers of at most 100 digits";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Decides on JSON objects. */
    final class OfObjects implements ConstraintValidator<Small, ObjectNode> {

        private static final int MOST_BYTES = 16 * 1024;

        private static final JsonMapper READER = reader();

        @Override
        public boolean isValid(@Nullable ObjectNode object, ConstraintValidatorContext context) {
            return object == null || isSmall(object);
        }

        /** A short exponent is written out as a long number: what can be written only, but not read, would spoil its row. */
        private static boolean isSmall(ObjectNode object) {
            try {
                String written = FreeJson.written(object);
                return written.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                        && READER.readTree(written).isObject();
            } catch (JacksonException tooLargeOrTooDeep) {
                return false;
            }
        }

        private static JsonMapper reader() {
            JsonMapper.Builder builder = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(100)
                            .build())
                    .build());
            new Json().customize(builder);
            return builder.build();
        }
    }
}
