package io.partywall.schema.walls;

/** What is tried on a relation. All but the first aim at one row of the tenant that the situation is about, or at all there are. */
enum Operation {
    SELECT("select"),
    INSERT("insert"),
    UPDATE("update"),
    UPDATE_EVERYTHING("update everything"),
    DELETE("delete"),
    DELETE_EVERYTHING("delete everything"),
    UPSERT("upsert"),
    MERGE("merge"),
    MERGE_DELETING("merge, deleting"),
    /** From the tenant that is aimed at to {@link Tenant#BETA}. */
    MOVE("move to another tenant");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    /** Whether it brings a whole row along, which says whose it is. */
    boolean bringsRow() {
        return this == INSERT || this == UPSERT || this == MERGE;
    }

    @Override
    public String toString() {
        return label;
    }
}
