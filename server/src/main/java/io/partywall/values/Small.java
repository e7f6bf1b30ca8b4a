package io.partywall.values;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object that is written in at most 16 KB of UTF-8, no deeper and with no longer numbers than anybody reads, or none. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Small.OfObjects.class)
public @interface Small {

    String message() default
            "at most 16 KB of JSON are wanted, 64 levels deep, with numbers of at most 38 digits and no broken"
                    + " characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Decides on JSON objects. */
    final class OfObjects implements ConstraintValidator<Small, ObjectNode> {

        private static final int MOST_BYTES = 16 * 1024;
        private static final int DEEPEST = 64;

        /** A short exponent is written out as a long number: what can be written only, but not read, would spoil its row. */
        @Override
        public boolean isValid(@Nullable ObjectNode object, ConstraintValidatorContext context) {
            return object == null || (isFlat(object, DEEPEST) && JsonLimits.fault("", object, MOST_BYTES) == null);
        }

        private static boolean isFlat(JsonNode node, int depth) {
            return depth > 0 && node.valueStream().allMatch(inner -> isFlat(inner, depth - 1));
        }
    }
}
