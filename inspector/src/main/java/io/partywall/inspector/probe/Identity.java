package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Somebody who acts.
 *
 * @param standing the role, and what it may do
 * @param tenant whom it acts for; empty: nobody
 * @param settings what is set for the transaction
 */
record Identity(Standing standing, String tenant, Map<String, String> settings) {

    /** The same role without a context. */
    Identity without(Map<String, String> empty) {
        return new Identity(standing, "", empty);
    }

    /** The same role, with other settings. */
    Identity with(Map<String, String> other) {
        return new Identity(standing, tenant, other);
    }

    String role() {
        return standing.role().name();
    }

    /** The SQL by which anyone can repeat it; secrets, which are what is not the tenant itself, are left out. */
    String script(String statement) {
        String context = settings.entrySet().stream()
                .map(s -> "select set_config(" + Sql.literal(s.getKey()) + ", "
                        + (s.getValue().equals(tenant) || s.getValue().isEmpty() ? Sql.literal(s.getValue()) : "'…'")
                        + ", true); ")
                .collect(Collectors.joining());
        return "begin; set local role " + standing.role().sql() + "; " + context + statement + "; rollback";
    }
}
