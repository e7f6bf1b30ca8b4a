package io.partywall.inspector.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How to probe.
 *
 * @param tenants two tenants, as the tenant column shows them as text; empty: those with rows in most tables, or two made up
 *     inside the transaction
 * @param context what the application sets for a tenant; empty: guessed from the policies
 * @param statementTimeout how long one statement may run
 * @param lockTimeout how long one statement may wait for a lock
 * @param denied parts of names of databases and hosts that are never probed, whoever consents; case does not matter
 * @param consent is asked, with what speaks against it, before a server elsewhere or a database or host with {@code prod} in
 *     its name is probed; where it answers no, probing is refused
 * @param progress is told what is being tried, one line at a time
 */
public record ProbeOptions(
        List<String> tenants,
        Optional<ContextSource> context,
        Duration statementTimeout,
        Duration lockTimeout,
        List<String> denied,
        Predicate<String> consent,
        Consumer<String> progress) {

    /** Guesses everything, waits 5 s for a statement and 500 ms for a lock, and nobody has consented. */
    public static ProbeOptions guess() {
        return new ProbeOptions(
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                List.of(),
                objection -> false,
                line -> {});
    }

    /** The same, between these two tenants. */
    public ProbeOptions withTenants(String one, String other) {
        return new ProbeOptions(List.of(one, other), context, statementTimeout, lockTimeout, denied, consent, progress);
    }

    /** The same, with contexts from there. */
    public ProbeOptions withContext(ContextSource source) {
        return new ProbeOptions(tenants, Optional.of(source), statementTimeout, lockTimeout, denied, consent, progress);
    }

    /** The same, with these timeouts. */
    public ProbeOptions withTimeouts(Duration statement, Duration lock) {
        return new ProbeOptions(tenants, context, statement, lock, denied, consent, progress);
    }

    /** The same, never on a database or host whose name contains one of these. */
    public ProbeOptions withDenied(String... names) {
        return new ProbeOptions(tenants, context, statementTimeout, lockTimeout, List.of(names), consent, progress);
    }

    /** The same, agreed to where this one agrees. */
    public ProbeOptions withConsent(Predicate<String> consent) {
        return new ProbeOptions(tenants, context, statementTimeout, lockTimeout, denied, consent, progress);
    }

    /** The same, telling this one what is being tried. */
    public ProbeOptions withProgress(Consumer<String> listener) {
        return new ProbeOptions(tenants, context, statementTimeout, lockTimeout, denied, consent, listener);
    }
}
