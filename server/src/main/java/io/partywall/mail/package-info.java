/** Sends mail: through SMTP where it is configured, and to the log where it is not. */
@NullMarked
package io.partywall.mail;

import org.jspecify.annotations.NullMarked;
