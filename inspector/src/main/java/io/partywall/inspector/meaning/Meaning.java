package io.partywall.inspector.meaning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression lets through.
 *
 * @param confines whether no row of another tenant can pass it, with a context or without one
 * @param passesNobodysRows whether a row whose tenant is NULL can pass
 * @param alwaysTrue whether it is true whatever the situation
 * @param openings the ways past the tenant; empty exactly when it confines (rows of nobody aside)
 * @param context the settings that the tenant, or a membership, is compared with
 * @param bySessionUser whether the tenant is compared with who is logged in
 */
public record Meaning(
        boolean confines,
        boolean passesNobodysRows,
        boolean alwaysTrue,
        List<Opening> openings,
        Set<String> context,
        boolean bySessionUser) {

    /** The most telling of its openings. */
    public Optional<Opening> opening() {
        return openings.stream().min(Comparator.comparing(Opening::kind));
    }
}
