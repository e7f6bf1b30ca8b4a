/**
 * Inspects the tenant isolation of any live PostgreSQL database over JDBC. {@code Inspector} is the door. Below it:
 * {@code catalogue} reads, {@code expression} and {@code meaning} understand policies, {@code check} judges. Knows nothing of
 * the platform, and nothing of the isolation library.
 */
@NullMarked
package io.partywall.inspector;

import org.jspecify.annotations.NullMarked;
