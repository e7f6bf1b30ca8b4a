/** Insights: what a module, such as growth-pulse, found worth saying, how urgent it is, and what could be done. */
@NullMarked
package io.partywall.insights;

import org.jspecify.annotations.NullMarked;
