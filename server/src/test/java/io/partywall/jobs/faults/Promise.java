package io.partywall.jobs.faults;

/** What the queue promises. */
enum Promise {
    TRANSACTIONAL("a job is there if and only if the transaction that added it was committed"),
    EVERY_JOB_ENDS("every job is finished, once, after it was run; those that are dead say why"),
    DONE_ONCE("a job whose success was stored does not run again"),
    OWN_OUTCOME("what is stored is what the runner that had the job came to"),
    ONE_RUNNER("one runner at a time; another only when the lease ran out, the time was up or the worker stopped"),
    LAWFUL("a job goes from state to state as it may, and its attempts are counted"),
    CAPPED("no tenant has more jobs running than its cap"),
    ISOLATED("no handler saw or made a row of another tenant"),
    DURABLE("what handlers were told is written is there");

    private final String words;

    Promise(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
