package io.partywall.isolation;

import java.util.List;

/**
 * A refusal: something was asked for that would leave the tenant's walls, or that the walls cannot vouch for. Nothing was
 * sent to the database, unless the kind says otherwise. Messages name the thing and the remedy, and never hold a signature.
 */
public abstract sealed class IsolationException extends RuntimeException {

    private IsolationException(String message) {
        super(message);
    }

    /** There is no context, or it has expired, or was signed with a key that is not among the signing keys. */
    public static final class InvalidContext extends IsolationException {
        public InvalidContext(String message) {
            super(message);
        }
    }

    /** A statement names another tenant than the scope's, or a scope was entered from inside another tenant's. */
    public static final class ForeignTenant extends IsolationException {
        public ForeignTenant(String message) {
            super(message);
        }
    }

    /** A write in a context with {@link Access#READ}. */
    public static final class ReadOnlyContext extends IsolationException {
        public ReadOnlyContext(String message) {
            super(message);
        }
    }

    /** A statement that the scope cannot confine to its tenant: plain SQL, an unknown table, DDL. */
    public static final class UnscopedStatement extends IsolationException {
        public UnscopedStatement(String message) {
            super(message);
        }
    }

    /** A scope, or something that came from it, was used after the scope closed or from another thread. */
    public static final class ScopeMisuse extends IsolationException {
        public ScopeMisuse(String message) {
            super(message);
        }
    }

    /** The database, or the role that the pool logs in with, does not keep tenants apart; {@link #faults()} lists why. */
    public static final class UnsafeDatabase extends IsolationException {
        private final List<String> faults;

        public UnsafeDatabase(List<String> faults) {
            super("refusing to connect, tenants would not be kept apart:\n  - " + String.join("\n  - ", faults));
            this.faults = List.copyOf(faults);
        }

        /** Everything that is wrong, each with its remedy; at least one. */
        public List<String> faults() {
            return faults;
        }
    }
}
