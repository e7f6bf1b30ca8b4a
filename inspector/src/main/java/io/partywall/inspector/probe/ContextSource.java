package io.partywall.inspector.probe;

import java.util.Map;

/** Says what the application would tell the database about who is acting. */
@FunctionalInterface
public interface ContextSource {

    /**
     * The settings that the application sets for a tenant, signatures included, by name; empty when it has none.
     *
     * @param tenant the tenant's value, as the tenant column shows it as text
     */
    Map<String, String> settings(String tenant);
}
