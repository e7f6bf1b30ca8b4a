package io.partywall.inspector;

import io.partywall.inspector.check.Wishes;
import io.partywall.inspector.probe.ProbeOptions;
import java.util.List;
import java.util.Optional;

/**
 * How to inspect. What is left empty is guessed, and the report says what was assumed.
 *
 * @param applicationRoles the roles that applications act as
 * @param tenantColumn the column that says whose a row is
 * @param contextSetting the setting that says who is acting
 * @param decisions what was decided about this database: tables that are global on purpose, findings that are accepted
 * @param probe how to probe the live database after the checks; empty: not at all
 */
public record Options(
        List<String> applicationRoles,
        String tenantColumn,
        String contextSetting,
        Decisions decisions,
        Optional<ProbeOptions> probe) {

    /** Guesses everything. */
    public static Options guess() {
        return new Options(List.of(), "", "", Decisions.none(), Optional.empty());
    }

    /** The same, with these application roles. */
    public Options withApplicationRoles(String... roles) {
        return new Options(List.of(roles), tenantColumn, contextSetting, decisions, probe);
    }

    /** The same, with this tenant column. */
    public Options withTenantColumn(String column) {
        return new Options(applicationRoles, column, contextSetting, decisions, probe);
    }

    /** The same, with this context setting. */
    public Options withContextSetting(String setting) {
        return new Options(applicationRoles, tenantColumn, setting, decisions, probe);
    }

    /** The same, with these decisions. */
    public Options withDecisions(Decisions decisions) {
        return new Options(applicationRoles, tenantColumn, contextSetting, decisions, probe);
    }

    /** The same, with live probes after the checks. */
    public Options withProbe(ProbeOptions probe) {
        return new Options(applicationRoles, tenantColumn, contextSetting, decisions, Optional.of(probe));
    }

    Wishes wishes() {
        return new Wishes(applicationRoles, tenantColumn, contextSetting, decisions.globals());
    }
}
