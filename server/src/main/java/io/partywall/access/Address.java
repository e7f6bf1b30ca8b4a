package io.partywall.access;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An e-mail address, in ASCII: beyond it, letters that differ are made one by lower-casing here and not there, and a mail server gets
 * others than were written, so that one person's mail could be had sent to another.
 */
@Email
@Pattern(regexp = "\\p{ASCII}*", message = "must be written in ASCII")
@Size(max = 254)
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Address {

    /** What is wrong, in words. */
    String message() default "is no e-mail address";

    /** As Jakarta Validation wants it. */
    Class<?>[] groups() default {};

    /** As Jakarta Validation wants it. */
    Class<? extends Payload>[] payload() default {};
}
