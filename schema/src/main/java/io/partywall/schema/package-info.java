/**
 * The platform's schema: the roles that may work in it, the migrations that build it, and, in {@code io.partywall.schema.jooq},
 * the jOOQ classes that are generated from it at build time.
 */
@NullMarked
package io.partywall.schema;

import org.jspecify.annotations.NullMarked;
