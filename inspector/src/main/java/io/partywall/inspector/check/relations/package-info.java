/** Tables, partitions, views and other relations: where policies are not asked at all. */
@NullMarked
package io.partywall.inspector.check.relations;

import org.jspecify.annotations.NullMarked;
