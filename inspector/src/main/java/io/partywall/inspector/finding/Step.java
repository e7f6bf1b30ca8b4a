package io.partywall.inspector.finding;

/** When a remedy runs, in this order: rights are taken first, what policies lean on stands before they do. */
public enum Step {
    ROLES("Roles: nobody passes the walls by what he is"),
    SETTINGS("Settings: no default names a tenant or turns a protection off"),
    GRANTS("Grants: rights that no policy bounds"),
    COLUMNS("Columns: every row has its tenant, and keeps it"),
    KEYS("Keys: references and uniques inside one tenant, built without long locks"),
    FUNCTIONS("Functions that policies call"),
    POLICIES("Policies"),
    ROW_SECURITY("Row-level security, switched on once its policies stand"),
    VIEWS("Views"),
    INDEXES("Indexes");

    private final String title;

    Step(String title) {
        this.title = title;
    }

    /** What it is for, as a heading. */
    public String title() {
        return title;
    }
}
