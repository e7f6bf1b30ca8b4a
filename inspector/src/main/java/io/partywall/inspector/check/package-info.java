/**
 * What checks are made of: a {@code Database} as they see it, with what was assumed about it, and the collection that they
 * add their findings to. Each group of checks has a package below this one, each check a file.
 */
@NullMarked
package io.partywall.inspector.check;

import org.jspecify.annotations.NullMarked;
