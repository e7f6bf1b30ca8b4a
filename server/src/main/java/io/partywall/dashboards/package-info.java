/**
 * Dashboards: the tiles that a tenant gives to everybody, and those that a person has in their place. A person's own tile
 * replaces the default of the same type, so that a dashboard shows each type once.
 */
@NullMarked
package io.partywall.dashboards;

import org.jspecify.annotations.NullMarked;
