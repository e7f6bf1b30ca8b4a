/** Small schemas in the style of other people, each labelled with the findings that are right for it. */
@NullMarked
package io.partywall.inspector.corpus;

import org.jspecify.annotations.NullMarked;
