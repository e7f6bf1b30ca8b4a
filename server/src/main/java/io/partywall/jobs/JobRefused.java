package io.partywall.jobs;

/** What was asked of the queue cannot be; the message says why, and what can be done. Nothing has been changed. */
public final class JobRefused extends RuntimeException {

    JobRefused(String message) {
        super(message);
    }
}
