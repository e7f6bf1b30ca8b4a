/**
 * The three walls, tried on every table that the catalogue knows. Nothing here lists tables: {@link
 * io.partywall.schema.walls.Catalogue} finds them, {@link io.partywall.schema.walls.Rows} fills them, and {@link
 * io.partywall.schema.walls.Matrix} crosses them with every operation, way and situation. What has to come out is written
 * in one place, {@link io.partywall.schema.walls.Expectation}; {@code SabotagedWallsTest} shows that the suite notices when
 * it does not.
 */
@NullMarked
package io.partywall.schema.walls;

import org.jspecify.annotations.NullMarked;
