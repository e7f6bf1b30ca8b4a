package io.partywall.jobs;

import io.partywall.isolation.TenantScope;
import java.util.concurrent.CancellationException;

/** A job while its handler does it. For the handler's thread only, as its scope is. */
public final class RunningJob {

    private final TenantScope scope;
    private final Attempt attempt;

    RunningJob(TenantScope scope, Attempt attempt) {
        this.scope = scope;
        this.attempt = attempt;
    }

    /** The job's tenant, for writing; it expires soon after the type's timeout. */
    public TenantScope scope() {
        return scope;
    }

    public JobId id() {
        return attempt.claim().id();
    }

    /** Which attempt this is; the first is 1. */
    public int attempt() {
        return attempt.claim().attempt();
    }

    /** Tells whoever watches how far it is, within a second; cheap to call often. */
    public void progress(double share, String note) {
        attempt.report(new Progress(share, note));
    }

    /** Whether it has been called off, has taken too long, or its worker stops: the thread is interrupted then, too. */
    public boolean isInterrupted() {
        return attempt.interruption() != Attempt.Interruption.NONE;
    }

    /** Ends the handler where it {@link #isInterrupted}: for loops that wait for nothing. */
    public void checkInterrupted() {
        if (isInterrupted()) {
            throw new CancellationException("the job was interrupted");
        }
    }
}
