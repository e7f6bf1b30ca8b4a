/**
 * The system catalogue of a database, read once in one snapshot: each record is one kind of object and holds the query that
 * reads it. {@code Catalogue} is all of it, with the look-ups that checks need.
 */
@NullMarked
package io.partywall.inspector.catalogue;

import org.jspecify.annotations.NullMarked;
