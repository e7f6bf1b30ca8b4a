/**
 * Goals: what a tenant wants to reach by a day, measured by KPIs that weigh differently. How far it has come is computed from the
 * KPIs' current values whenever a goal is read.
 */
@NullMarked
package io.partywall.goals;

import org.jspecify.annotations.NullMarked;
