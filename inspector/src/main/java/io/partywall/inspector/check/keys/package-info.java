/** Columns, keys and constraints: what PostgreSQL checks without asking a policy. */
@NullMarked
package io.partywall.inspector.check.keys;

import org.jspecify.annotations.NullMarked;
