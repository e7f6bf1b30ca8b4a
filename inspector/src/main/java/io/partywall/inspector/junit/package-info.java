/**
 * The inspector as a test: {@code @InspectIsolation} on a method of a JUnit 5 test class that has a DataSource. Needs JUnit on
 * the class path, which the rest of the inspector does not.
 */
@NullMarked
package io.partywall.inspector.junit;

import org.jspecify.annotations.NullMarked;
