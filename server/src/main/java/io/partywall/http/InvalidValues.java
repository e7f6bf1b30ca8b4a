package io.partywall.http;

import jakarta.validation.ConstraintViolation;
import java.util.Set;

/** Values that break the constraints of their record. */
final class InvalidValues extends RuntimeException {

    private final transient Set<? extends ConstraintViolation<?>> violations;

    InvalidValues(Set<? extends ConstraintViolation<?>> violations) {
        super(null, null, false, false);
        this.violations = violations;
    }

    Set<? extends ConstraintViolation<?>> violations() {
        return violations;
    }
}
