package io.partywall.inspector.meaning;

import java.util.Set;

/** What a scalar expression can stand for, as far as tenants are concerned. */
sealed interface Value {

    /** NULL. */
    record Null() implements Value {}

    /** A constant of the policy itself. */
    record Fixed(Object constant) implements Value {}

    /** The row's tenant. */
    record Tenant() implements Value {}

    /** What the session's context says, never NULL; with the settings that it was read from. */
    record Context(Set<String> settings) implements Value {}

    /** A setting that is no part of the context: anything, NULL too. */
    record Setting() implements Value {}

    /** Another column of the row; of relation 0 where it is not known which, column 0 where it was cut. */
    record OfRow(long relation, int range, int column) implements Value {}

    /** A column of a sub-select; of relation 0 where it is not known which, column 0 where it was cut. */
    record OfSubquery(long relation, int range, int column, int depth) implements Value {}

    /** Anything. */
    record Unknown() implements Value {}

    /** Whether it may be NULL. */
    default boolean canBeNull() {
        return !(this instanceof Fixed || this instanceof Tenant || this instanceof Context);
    }

    /** Whether it is always NULL. */
    default boolean isNull() {
        return this instanceof Null;
    }
}
