/**
 * Telling people without being asked: the rules that say when, and the messages that came of it. A rule is everybody's in the
 * tenant; a message belongs to the one member whom it is addressed to, whatever the role of whoever else asks.
 */
@NullMarked
package io.partywall.notifications;

import org.jspecify.annotations.NullMarked;
