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
    /** A row of the tenant that tries, with the id of the one that is aimed at. */
    UPSERT_TAKEN_ID("upsert on a taken id"),
    MERGE("merge"),
    MERGE_DELETING("merge, deleting"),
    /** From the tenant that is aimed at to {@link Tenant#BETA}. */
    MOVE("move to another tenant");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    /** Whether it brings a row along that says that it is the tenant's which is aimed at. */
    boolean bringsRow() {
        return this == INSERT || this == UPSERT || this == MERGE;
    }

    @Override
    public String toString() {
        return label;
    }
}
