/**
 * The served API under load, and its endpoints beside the same ones without isolation: in one server, on one database and with
 * the same people, in rounds in which both take their turns.
 */
@NullMarked
package io.partywall.benchmarks.api;

import org.jspecify.annotations.NullMarked;
