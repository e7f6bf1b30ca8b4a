package io.partywall.inspector.check;

import java.util.List;
import java.util.Map;

/**
 * What the caller knows better than a guess.
 *
 * @param applicationRoles empty: guess
 * @param tenantColumn empty: guess
 * @param contextSetting empty: guess
 * @param globals tables that are no tenant's on purpose, {@code schema.name}, each with the reason
 */
public record Wishes(
        List<String> applicationRoles, String tenantColumn, String contextSetting, Map<String, String> globals) {

    /** Everything is guessed. */
    public static Wishes none() {
        return new Wishes(List.of(), "", "", Map.of());
    }
}
