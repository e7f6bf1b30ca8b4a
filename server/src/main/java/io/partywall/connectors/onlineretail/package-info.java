/**
 * Reads the order lines of a web shop's CSV export (the shape of UCI's Online Retail). {@link OnlineRetailReader} streams a
 * file of any size in little memory: each line becomes an {@link OrderLine} or is {@link Rejected} with a reason, and a file
 * that is not of this kind at all is an {@link UnreadableFile}. The splitting is our own because of one promise that CSV
 * libraries do not make: a quote that never closes costs its own line, not the rest of the file.
 */
@NullMarked
package io.partywall.connectors.onlineretail;

import org.jspecify.annotations.NullMarked;
