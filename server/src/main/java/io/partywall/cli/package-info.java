/**
 * The command line: one class a command, and how results look on a terminal. Exit code 0 is success, 2 is something the
 * person can put right (one line on standard error says what), 1 is a defect of ours. Results go to standard output, all
 * else to standard error.
 */
@NullMarked
package io.partywall.cli;

import org.jspecify.annotations.NullMarked;
