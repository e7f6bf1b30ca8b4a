package io.partywall.isolation;

/** The schema-qualified name of a table or view, as the catalogue spells it. */
record TableName(String schema, String name) {
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
