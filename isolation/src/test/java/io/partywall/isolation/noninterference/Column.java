package io.partywall.isolation.noninterference;

/** A column other than the tenant's; what is generated cannot be written. */
record Column(String name, Kind kind, boolean nullable, boolean generated) {

    static final Column ID = new Column("id", Kind.KEY, false, false);

    Column(String name, Kind kind, boolean nullable) {
        this(name, kind, nullable, false);
    }

    /** The column of a relation under that alias. */
    String of(String alias) {
        return alias + "." + name;
    }
}
