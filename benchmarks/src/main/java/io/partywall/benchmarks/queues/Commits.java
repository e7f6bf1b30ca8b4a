package io.partywall.benchmarks.queues;

/** Whether a commit waits until it is on the disk. */
enum Commits {
    ON_DISK("on", "commits wait for the disk (PostgreSQL's default)"),
    NOT_AWAITED("off", "commits do not wait for the disk (the embedded PostgreSQL's default)");

    private final String setting;
    private final String title;

    Commits(String setting, String title) {
        this.setting = setting;
        this.title = title;
    }

    /** Of fsync, synchronous_commit and full_page_writes. */
    String setting() {
        return setting;
    }

    String title() {
        return title;
    }
}
