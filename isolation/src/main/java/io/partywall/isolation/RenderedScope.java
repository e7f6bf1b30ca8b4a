package io.partywall.isolation;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jooq.Context;
import org.jooq.QueryPart;

/** What has been seen so far of the one statement that is being rendered; it lives and dies with jOOQ's context. */
final class RenderedScope {

    private final Deque<Set<String>> commonTables = new ArrayDeque<>();
    private final Set<QueryPart> openDefinitions = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<QueryPart> targetsAwaited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, TableName> bareNames = new HashMap<>();
    private int unscoped;

    static RenderedScope of(Context<?> context) {
        return (RenderedScope) context.data().computeIfAbsent(RenderedScope.class, key -> new RenderedScope());
    }

    void enterStatement() {
        commonTables.push(new HashSet<>());
    }

    void leaveStatement() {
        commonTables.pop();
    }

    /** A name becomes visible inside its own definition only where the WITH clause is recursive. */
    void enterDefinition(QueryPart definition, String name, boolean recursive) {
        openDefinitions.add(definition);
        if (recursive) {
            define(name);
        }
    }

    void leaveDefinition(QueryPart definition, String name) {
        if (openDefinitions.remove(definition)) {
            define(name);
        }
    }

    boolean isCommonTable(String name) {
        return commonTables.stream().anyMatch(names -> names.contains(name));
    }

    /** The first table that such a statement declares itself is the one it writes. */
    void awaitTarget(QueryPart write) {
        targetsAwaited.add(write);
    }

    boolean takeTarget(QueryPart write) {
        return targetsAwaited.remove(write);
    }

    /**
     * Slices answer to their bare names, so two tables of one name in two schemas cannot be told apart in one statement
     * unless they have aliases.
     */
    void useBareName(TableName table) {
        TableName other = bareNames.putIfAbsent(table.name(), table);
        if (other != null && !other.equals(table)) {
            throw new IsolationException.UnscopedStatement("the statement uses both " + other + " and " + table
                    + " under the name '" + table.name() + "': give each an alias");
        }
    }

    void enterUnscoped() {
        unscoped++;
    }

    void leaveUnscoped() {
        unscoped--;
    }

    boolean isUnscoped() {
        return unscoped > 0;
    }

    private void define(String name) {
        Set<String> names = commonTables.peek();
        if (names != null) {
            names.add(name);
        }
    }
}
