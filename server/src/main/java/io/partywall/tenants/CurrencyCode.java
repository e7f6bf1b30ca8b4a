package io.partywall.tenants;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** The code of a currency, as ISO 4217 has it. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CurrencyCode.Known.class)
@interface CurrencyCode {
    String message() default "is no currency: name one by its three letters, such as GBP";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Knows those that Java knows. */
    final class Known implements ConstraintValidator<CurrencyCode, @Nullable String> {
        @Override
        public boolean isValid(@Nullable String code, ConstraintValidatorContext context) {
            return code == null
                    || Currency.getAvailableCurrencies().stream()
                            .anyMatch(known -> known.getCurrencyCode().equals(code));
        }
    }
}
