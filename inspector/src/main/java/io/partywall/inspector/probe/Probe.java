package io.partywall.inspector.probe;

import java.sql.SQLException;

/** One kind of attack, on everything that it can be tried on. */
interface Probe {

    /** What it is doing, as progress. */
    String title();

    void run(Ground ground) throws SQLException;
}
