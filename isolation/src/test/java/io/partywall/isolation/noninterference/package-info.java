/**
 * Noninterference as a property: random programs of one tenant run on two databases that differ in another tenant's
 * rows only, and nothing that the tenant gets may tell them apart. What differs is shrunk to a script that can be run
 * by hand.
 */
@NullMarked
package io.partywall.isolation.noninterference;

import org.jspecify.annotations.NullMarked;
