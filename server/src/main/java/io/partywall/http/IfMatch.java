package io.partywall.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The versions that a change is meant for, as {@code If-Match} names them; every version where it names none. */
public final class IfMatch {

    private final @Nullable String header;

    IfMatch(@Nullable String header) {
        this.header = header;
    }

    /**
     * Refuses the change of another version. To be asked in the transaction that changes it, when its row is locked.
     */
    public void check(Resource current) {
        if (header == null || header.strip().equals("*")) {
            return;
        }
        String wanted = etag(current);
        if (Arrays.stream(header.split(",")).map(String::strip).noneMatch(wanted::equals)) {
            throw Refused.of(ProblemType.PRECONDITION_FAILED);
        }
    }

    static String etag(Resource current) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, current.updatedAt());
        return '"' + Long.toString(micros, Character.MAX_RADIX) + '"';
    }
}
