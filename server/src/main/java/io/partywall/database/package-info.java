/**
 * Where the platform's rows live: an embedded PostgreSQL that keeps its data under {@code .partywall/} and runs as long as a
 * command uses it, or the database that {@code PARTYWALL_DATABASE_URL} names. {@link Database} is the door. The embedded
 * server is an ordinary, durable PostgreSQL with passwords of its own; commands share it by leases that vanish with the
 * process that holds them, so that no crash can wedge the next command.
 */
@NullMarked
package io.partywall.database;

import org.jspecify.annotations.NullMarked;
