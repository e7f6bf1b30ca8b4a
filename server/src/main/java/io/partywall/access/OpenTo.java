package io.partywall.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a route that belongs to no tenant. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenTo {
    Audience value();

    /** Who may call. */
    enum Audience {
        /** Whoever can reach the server. */
        ANYBODY,
        /** A person who is logged in. */
        PERSON,
        /** An administrator of the platform, who reads no tenant's data. */
        PLATFORM_ADMINISTRATOR
    }
}
