package io.partywall.tenants;

/** A tenant or a member cannot be made, or is not there; the message is one line for a person. */
public final class TenantRefused extends RuntimeException {

    TenantRefused(String message) {
        super(message);
    }
}
