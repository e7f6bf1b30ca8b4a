/**
 * What someone cannot do who runs any SQL in a tenant's own context, as if every query of the application were open to
 * injection. Each test begins in {@link io.partywall.isolation.attacks.InjectableShop}, which looks after every one of them
 * whether the other tenant's rows and the walls are what they were.
 */
@NullMarked
package io.partywall.isolation.attacks;

import org.jspecify.annotations.NullMarked;
