/** How reports look to those who read them, people and programs. */
@NullMarked
package io.partywall.inspector.report;

import org.jspecify.annotations.NullMarked;
