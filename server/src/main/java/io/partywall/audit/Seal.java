package io.partywall.audit;

import org.jspecify.annotations.Nullable;

/**
 * What holds a row of the trail in its place.
 *
 * @param sequence counts the rows of the tenant from 1
 * @param hash of the row before and of this one's leaf
 * @param personSalt null once the person has been erased
 * @param changesSalt null once the changes have been erased
 */
record Seal(
        long sequence,
        Bytes hash,
        @Nullable Bytes personSalt,
        Bytes personHash,
        @Nullable Bytes changesSalt,
        Bytes changesHash) {}
