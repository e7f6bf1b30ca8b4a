package io.partywall.access;

import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Hashes passwords and compares them: a few at a time, since each takes 19 MiB; and in the same time for accounts that are not there. */
final class Passwords {

    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PasswordEncoder encoder;
    private final Semaphore free = new Semaphore(AT_ONCE, true);
    private final String nobodys;

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodys = encoder.encode(Tokens.random());
    }

    String hash(String password) {
        await();
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
        await();
        try {
            return encoder.matches(password, hash == null ? nobodys : hash) && hash != null;
        } finally {
            free.release();
        }
    }

    private void await() {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refused.of(ProblemType.UNAVAILABLE, "too many log in at once");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refused.of(ProblemType.UNAVAILABLE);
        }
    }
}
