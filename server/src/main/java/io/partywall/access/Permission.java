package io.partywall.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be done in a tenant, as {@code resource:action}. Every route names one; a role is a set of them. */
public enum Permission {
    TENANT_READ,
    TENANT_WRITE,
    TENANT_TRANSFER,
    TENANT_EXPORT,
    TENANT_ERASE,
    MEMBERS_READ,
    MEMBERS_WRITE,
    INVITATIONS_READ,
    INVITATIONS_WRITE,
    API_KEYS_READ,
    API_KEYS_WRITE,
    SUBSCRIPTION_READ,
    SUBSCRIPTION_WRITE,
    AUDIT_LOGS_READ,
    CONNECTORS_READ,
    CONNECTORS_WRITE,
    EVENTS_READ,
    EVENTS_WRITE,
    SNAPSHOTS_READ,
    METRICS_READ,
    METRICS_WRITE,
    DASHBOARDS_READ,
    DASHBOARDS_WRITE,
    KPIS_READ,
    KPIS_WRITE,
    GOALS_READ,
    GOALS_WRITE,
    INSIGHTS_READ,
    INSIGHTS_WRITE,
    ALERT_RULES_READ,
    ALERT_RULES_WRITE,
    NOTIFICATIONS_READ,
    NOTIFICATIONS_WRITE,
    JOBS_READ,
    JOBS_WRITE,
    CONVERSATIONS_READ,
    CONVERSATIONS_WRITE,
    KNOWLEDGE_READ,
    KNOWLEDGE_WRITE,
    BUSINESS_PROFILE_READ,
    BUSINESS_PROFILE_WRITE;

    private final String text;

    Permission() {
        int last = name().lastIndexOf('_');
        text = name().substring(0, last).toLowerCase(Locale.ROOT).replace('_', '-') + ":"
                + name().substring(last + 1).toLowerCase(Locale.ROOT);
    }

    /** As it is stored and told, such as {@code kpis:read}. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }

    /** Whether it changes nothing, so that the database is asked for reading only. */
    public boolean reads() {
        return text.endsWith(":read");
    }

    /** The permission that is written so; none where there is none any more. */
    public static Optional<Permission> find(String text) {
        return Arrays.stream(values()).filter(p -> p.text.equals(text)).findFirst();
    }

    @JsonCreator
    static Permission of(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("there is no permission '" + text + "'"));
    }
}
