package io.partywall.audit;

/** What a trail is told to: its checkpoints first, in their order; then the rows that are sealed, in theirs; then the others. */
interface TrailSink {

    void checkpoint(Checkpoint checkpoint);

    void row(AuditRow row);
}
