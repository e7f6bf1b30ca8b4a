package io.partywall.server;

import io.partywall.access.Role;
import io.partywall.api.Client;
import java.util.UUID;

/**
 * A member of a tenant who calls the API.
 *
 * @param byKey whether by an API key, which has all that its creator may
 */
record ApiCaller(UUID person, String email, Role role, boolean byKey, Client client) {

    @Override
    public String toString() {
        return role + (byKey ? " by key" : " by session");
    }
}
