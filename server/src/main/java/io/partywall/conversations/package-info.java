/**
 * Talks of a member with an adviser. A conversation belongs to the member who began it: nobody else in the tenant reads it here,
 * whatever the role. What advisers answer is written by the platform, never by people.
 */
@NullMarked
package io.partywall.conversations;

import org.jspecify.annotations.NullMarked;
