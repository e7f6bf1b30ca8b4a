/** Tenants and their members: the work that belongs to no tenant yet, so it runs as the platform role. */
@NullMarked
package io.partywall.tenants;

import org.jspecify.annotations.NullMarked;
