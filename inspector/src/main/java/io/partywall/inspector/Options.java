package io.partywall.inspector;

import io.partywall.inspector.check.Wishes;
import java.util.List;

/**
 * How to inspect. What is left empty is guessed, and the report says what was assumed.
 *
 * @param applicationRoles the roles that applications act as
 * @param tenantColumn the column that says whose a row is
 * @param contextSetting the setting that says who is acting
 * @param decisions what was decided about this database: tables that are global on purpose, findings that are accepted
 */
public record Options(List<String> applicationRoles, String tenantColumn, String contextSetting, Decisions decisions) {

    /** Guesses everything. */
    public static Options guess() {
        return new Options(List.of(), "", "", Decisions.none());
    }

    /** The same, with these application roles. */
    public Options withApplicationRoles(String... roles) {
        return new Options(List.of(roles), tenantColumn, contextSetting, decisions);
    }

    /** The same, with this tenant column. */
    public Options withTenantColumn(String column) {
        return new Options(applicationRoles, column, contextSetting, decisions);
    }

    /** The same, with this context setting. */
    public Options withContextSetting(String setting) {
        return new Options(applicationRoles, tenantColumn, setting, decisions);
    }

    /** The same, with these decisions. */
    public Options withDecisions(Decisions decisions) {
        return new Options(applicationRoles, tenantColumn, contextSetting, decisions);
    }

    Wishes wishes() {
        return new Wishes(applicationRoles, tenantColumn, contextSetting, decisions.globals());
    }
}
