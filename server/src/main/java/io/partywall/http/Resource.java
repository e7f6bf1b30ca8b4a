package io.partywall.http;

import java.time.Instant;

/** What has an address and versions: it is answered with {@code ETag}, its creation with {@code Location}, and changed with {@code If-Match}. */
public interface Resource {

    /** The last part of its address, below that of its list. */
    Object key();

    /** When it was changed last; no two versions have the same. */
    Instant updatedAt();
}
