package io.partywall.schema.walls;

/** How a statement is written. */
enum Way {
    RAW_SQL("raw SQL"),
    JOOQ("jOOQ");

    private final String label;

    Way(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
