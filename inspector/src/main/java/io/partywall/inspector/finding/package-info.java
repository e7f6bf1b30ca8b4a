/** What an inspection says: findings, each with its object, its reason, a query that shows it and a remedy. */
@NullMarked
package io.partywall.inspector.finding;

import org.jspecify.annotations.NullMarked;
