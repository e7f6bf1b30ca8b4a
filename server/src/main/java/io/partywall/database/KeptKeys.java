package io.partywall.database;

import java.util.Locale;

/** Keys that an installation keeps beside its database, and never in it: written {@code id:base64[,id:base64…]}, the first in use. */
public enum KeptKeys {
    /** Seal audit trails. */
    AUDIT,
    /** Wrap the tenants' own keys. */
    MASTER;

    String variable() {
        return "PARTYWALL_" + name() + "_KEYS";
    }

    String property() {
        return name().toLowerCase(Locale.ROOT) + ".keys";
    }

    String idPrefix() {
        return name().toLowerCase(Locale.ROOT).substring(0, 1);
    }
}
