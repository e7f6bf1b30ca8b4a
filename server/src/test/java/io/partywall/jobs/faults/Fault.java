package io.partywall.jobs.faults;

/** What happens to a run. */
enum Fault {
    WORKER_KILLED("workers killed (SIGKILL)"),
    WORKER_STOPPED("workers stopped (SIGTERM)"),
    WORKER_FROZEN("workers frozen for longer than a lease"),
    ALL_CUT("times that all connections were cut"),
    ALL_CUT_MIDWAY("times that all were cut amid a message"),
    SERVER_STOPPED("PostgreSQL restarted (fast)"),
    SERVER_STOPPED_AT_ONCE("PostgreSQL restarted (immediate)"),
    SERVER_KILLED("PostgreSQL killed (SIGKILL)"),
    CLOCK_MOVED("clocks moved by an hour or a day");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
