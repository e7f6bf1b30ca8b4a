package io.partywall.inspector.meaning;

import java.util.LinkedHashSet;
import java.util.Set;

/** What is asked while an expression is evaluated, and what was learnt on the way. For one evaluation. */
final class Question {

    final Surroundings surroundings;
    final Situation situation;
    /** Whether any column of the row identifies its tenant: of a table that has no tenant column. */
    final boolean anyColumnIdentifies;
    /** Whether the row is one that is written: then its writer chose its tenant. */
    final boolean written;

    /** The settings that tenants or members were compared with. */
    final Set<String> context = new LinkedHashSet<>();

    boolean bySessionUser;
    boolean contextDiffers;
    /** How deep the columns are that {@code contextDiffers} is about. */
    int contextDepth;

    boolean linkDiffers;
    /** How deep the row is that {@code linkDiffers} is about, or the rows that {@code contextDiffers} is about. */
    int linkDepth;
    /** Columns of sub-selects that are compared with columns of rows outside. */
    Set<Value.OfSubquery> linked = Set.of();
    /** Whether aggregates are of no rows. */
    boolean ofNothing;

    Question(Surroundings surroundings, Situation situation, boolean anyColumnIdentifies, boolean written) {
        this.surroundings = surroundings;
        this.situation = situation;
        this.anyColumnIdentifies = anyColumnIdentifies;
        this.written = written;
    }

    void note(Set<String> settings) {
        context.addAll(settings);
        bySessionUser |= settings.isEmpty();
    }

    void note(Reach reach) {
        note(reach.settings());
    }

    boolean isContext(Set<String> settings) {
        Set<String> known = surroundings.contextSettings();
        return known.isEmpty() || known.containsAll(settings);
    }

    boolean reachesContext(Reach reach) {
        return reach.settings().stream().anyMatch(surroundings.contextSettings()::contains);
    }
}
