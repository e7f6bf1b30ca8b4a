/** KPIs: figures that a tenant tracks, with their history and what they shall reach. */
@NullMarked
package io.partywall.kpis;

import org.jspecify.annotations.NullMarked;
