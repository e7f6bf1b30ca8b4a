package io.partywall.inspector.probe;

/** What is said of each probe, whatever it saw. */
record Words(String title, String explanation, String advice) {

    static Words of(String id) {
        return switch (id) {
            case "L1" ->
                new Words(
                        "rows that belong to no known tenant",
                        "Nobody's rows are shown to nobody or, by one careless policy, to everybody.",
                        "Give the rows a tenant or remove them, then make the column NOT NULL and reference the table"
                                + " of tenants (D1, D7).");
            case "L2" ->
                new Words(
                        "rows that reference another tenant's",
                        "Foreign keys are checked without row security: these rows already cross the wall, and"
                                + " deleting or changing one end reaches the other tenant.",
                        "Repair the rows, then put the tenant into the key on both sides (D5, D6).");
            case "L3" ->
                new Words(
                        "reachable without a context",
                        "A forgotten context must find nothing. Here it finds tenants' rows, or changes them.",
                        "See the policies of the object (B1, B2, B5, B8, B9, B12, C1, C13) and role defaults (A12).");
            case "L4" ->
                new Words(
                        "a tenant sees another's rows",
                        "In one tenant's context the application read rows that are another's: seen on the live"
                                + " database.",
                        "See what the checks say of the object: row security and grants (A2, A4, B1, B2, B5, B6, B8,"
                                + " B9, B12), policies (C1, C2, C3, C12, C14).");
            case "L5" ->
                new Words(
                        "a tenant changes another's rows",
                        "In one tenant's context the application wrote to rows that are another's; it was rolled back.",
                        "See what the checks say of the object: row security (B1, B2, B5, B6), policies for writing"
                                + " (C1, C2, C7, C7b, C8, C14) and the tenant column (D2).");
            case "L6" ->
                new Words(
                        "the context can be forged",
                        "Whoever can run SQL as the application, by one injected statement, says who he is.",
                        "Let the application sign the context and verify the signature in the policies' function (C33);"
                                + " take bypass settings and patterns out of the policies (C12, C17).");
            case "L7" ->
                new Words(
                        "the application can leave its confinement",
                        "A statement that the application may run puts the policies out of force.",
                        "See the roles (A1 to A6), the grants (E1, A14, E8) and functions without a search path"
                                + " (C23).");
            case "L8" ->
                new Words(
                        "a session keeps what it was told",
                        "What one request leaves on a pooled connection, the next one, of another tenant, acts with.",
                        "Set the context for the transaction only, sign it, revoke TEMPORARY from PUBLIC (E8), and let"
                                + " the pool discard what a session holds.");
            case "L9" ->
                new Words(
                        "an upsert changes another's row",
                        "INSERT … ON CONFLICT DO UPDATE met another tenant's key and changed his row; it was rolled"
                                + " back.",
                        "Put the tenant into the key (D8) and close the policies for UPDATE (C1, C2, C8).");
            case "L10" ->
                new Words(
                        "what a tenant sees depends on another's rows",
                        "The same query, in the same context, answered differently once the other tenant's rows were"
                                + " gone: they shine through.",
                        "See what the checks say of the object and of what it reads (B9, B11, B12, E12).");
            default -> throw new IllegalArgumentException(id);
        };
    }
}
