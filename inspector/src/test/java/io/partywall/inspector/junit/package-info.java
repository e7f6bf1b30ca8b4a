/** The JUnit extension, run as JUnit runs it. */
@NullMarked
package io.partywall.inspector.junit;

import org.jspecify.annotations.NullMarked;
