package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Relation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an inspection takes for granted, given or guessed.
 *
 * @param applicationRoles names of the roles that applications act as
 * @param tenantColumn the column that says whose a row is; empty where none was found
 * @param root the table that tenant columns reference
 * @param rootKey the number of its column that they reference
 * @param contextSettings the settings that say who is acting, lower case, the most used first
 * @param globals the tables that are no tenant's on purpose
 * @param reasons each assumption as a sentence, for the report
 */
public record Assumptions(
        List<String> applicationRoles,
        String tenantColumn,
        Optional<Relation> root,
        int rootKey,
        List<String> contextSettings,
        Set<Relation> globals,
        List<String> reasons) {}
