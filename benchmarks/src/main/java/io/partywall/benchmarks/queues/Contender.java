package io.partywall.benchmarks.queues;

/**
 * A queue that is measured. One thread calls it, in the order {@link #clear}, then {@link #enqueue} and {@link #start} in
 * either order, and {@link #stop}; and that over and over.
 */
interface Contender extends AutoCloseable {

    String name();

    /** The database that nothing but this queue is in. */
    Database database();

    /** Adds that many jobs that do nothing, in bulk, as the queue's documentation advises; they are committed on return. */
    void enqueue(int jobs);

    /** Begins to work. The handler of each job does nothing but to call {@code ran}, on whatever thread it has. */
    void start(Runnable ran);

    /** Ends the work in order: what is being worked on is finished first. */
    void stop();

    /** Adds one job, due now, while the queue works; it is committed on return. */
    void enqueueOne();

    /** How many jobs are in the tables whose completion is not stored yet. */
    long unfinished();

    /** Empties the tables. */
    void clear();

    @Override
    void close();
}
