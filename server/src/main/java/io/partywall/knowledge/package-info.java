/**
 * What a tenant knows and who it is, for whoever advises it. Entries of its own stand beside those that the platform shares with
 * every tenant, which are read and never changed here. A change of an entry's content forgets its meaning as a vector: whoever makes
 * these finds it by that.
 */
@NullMarked
package io.partywall.knowledge;

import org.jspecify.annotations.NullMarked;
