package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Catalogue;
import java.util.Set;

/** What has to be known of a database to say what an expression in it means. */
public interface Surroundings {

    Catalogue catalogue();

    Reaches reaches();

    /** Whether that column of that relation is the tenant. */
    boolean isTenantColumn(long relation, int column);

    /** Whether the relation has a tenant column at all. */
    boolean hasTenantColumn(long relation);

    /** Whether the relation's own policies let through only rows of the context, for every application role. */
    boolean isConfined(long relation);

    /** The settings that make up the context, lower case; empty while they are still to be found: then all count. */
    Set<String> contextSettings();
}
