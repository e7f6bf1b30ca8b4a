package io.partywall.mail;

/** Sends mail. Safe for use by several threads. */
@FunctionalInterface
public interface Mailer {

    /** Sends it soon, and returns at once: how long that takes tells nobody whether there was anything to send. */
    void send(Mail mail);
}
