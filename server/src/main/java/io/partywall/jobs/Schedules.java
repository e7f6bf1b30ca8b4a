package io.partywall.jobs;

import java.sql.Connection;

/** Jobs that come again and again. */
final class Schedules {

    /** Adds the jobs whose time has come; returns how many. */
    int start(Connection platform) {
        return 0;
    }
}
