/**
 * Real databases for tests: a PostgreSQL server for each test JVM, a database for each test class, and a PgBouncer where
 * it is installed.
 */
@NullMarked
package io.partywall.testing;

import org.jspecify.annotations.NullMarked;
