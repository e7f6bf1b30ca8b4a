package io.partywall.audit;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A signed seal over a stretch of the trail.
 *
 * @param from the first sequence
 * @param to the last sequence
 * @param root of the Merkle tree over the leaves
 * @param previous the root of the checkpoint before; null in the first
 * @param head the hash of the last row
 * @param leaves 32 bytes a row
 * @param sealedAt to the microsecond
 */
record Checkpoint(
        long from,
        long to,
        Bytes root,
        @Nullable Bytes previous,
        Bytes head,
        Bytes leaves,
        Instant sealedAt,
        String keyId,
        Bytes signature) {

    /** Of the row with this sequence, which it covers. */
    Bytes leaf(long sequence) {
        return leaves.part((int) (sequence - from) * Hashes.LENGTH, Hashes.LENGTH);
    }

    List<Bytes> eachLeaf() {
        return LongStream.rangeClosed(from, to).mapToObj(this::leaf).toList();
    }
}
