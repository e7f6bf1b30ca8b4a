/**
 * Figures by day: each connector's contribution is rolled up from its events, and a tenant's snapshot from the contributions.
 */
@NullMarked
package io.partywall.snapshots;

import org.jspecify.annotations.NullMarked;
