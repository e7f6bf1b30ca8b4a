package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Function;
import java.util.Set;

/**
 * What a function comes to depend on, by itself and through what it calls.
 *
 * @param settings the settings that it reads; {@link #ANY_SETTING} where the name is computed
 * @param sessionUser whether it asks who is logged in
 * @param functions itself and the functions on the way
 * @param verifies whether a hash or a signature is computed on the way
 */
public record Reach(Set<String> settings, boolean sessionUser, Set<Function> functions, boolean verifies) {

    /** Stands for a setting whose name is computed. */
    public static final String ANY_SETTING = "*";

    /** Whether its result depends on who asks. */
    public boolean ofSession() {
        return sessionUser || !settings.isEmpty();
    }
}
