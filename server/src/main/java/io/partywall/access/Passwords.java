package io.partywall.access;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Hashes passwords and compares them: a few at a time, since each takes 19 MiB; and in the same time for accounts that are not there. */
final class Passwords {

    private static final int AT_ONCE = 4;

    private final PasswordEncoder encoder;
    private final Semaphore free = new Semaphore(AT_ONCE, true);
    private final String nobodys;

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodys = encoder.encode(Tokens.random());
    }

    String hash(String password) {
        free.acquireUninterruptibly();
        try {
            return encoder.encode(password);
        } finally {
            free.release();
        }
    }

    /**
     * Whether it is the password.
     *
     * @param hash null where there is no account, or one without a password
     */
    boolean matches(String password, @Nullable String hash) {
        free.acquireUninterruptibly();
        try {
            return encoder.matches(password, hash == null ? nobodys : hash) && hash != null;
        } finally {
            free.release();
        }
    }
}
