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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A moment or a day of the years 1 to 9999, or none. Java counts further than PostgreSQL does, and some of what is beyond is
 * infinity there.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {Plausible.OfMoments.class, Plausible.OfDays.class})
public @interface Plausible {

    String message() default "a year from 1 to 9999 is wanted";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Decides on moments. */
    final class OfMoments implements ConstraintValidator<Plausible, Instant> {
        @Override
        public boolean isValid(@Nullable Instant moment, ConstraintValidatorContext context) {
            return moment == null || !(moment.isBefore(Moments.FIRST) || moment.isAfter(Moments.LAST));
        }
    }

    /** Decides on days. */
    final class OfDays implements ConstraintValidator<Plausible, LocalDate> {

        private static final LocalDate FIRST = LocalDate.ofInstant(Moments.FIRST, ZoneOffset.UTC);
        private static final LocalDate LAST = LocalDate.ofInstant(Moments.LAST, ZoneOffset.UTC);

        @Override
        public boolean isValid(@Nullable LocalDate day, ConstraintValidatorContext context) {
            return day == null || !(day.isBefore(FIRST) || day.isAfter(LAST));
        }
    }
}
