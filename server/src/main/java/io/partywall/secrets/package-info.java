/**
 * What must not be read from a stolen dump: secrets of tenants, encrypted with keys of their own. Each tenant has a keyset, kept in
 * its row and wrapped by a master key, which the database never sees. A ciphertext opens in its place and nowhere else.
 */
@NullMarked
package io.partywall.secrets;

import org.jspecify.annotations.NullMarked;
