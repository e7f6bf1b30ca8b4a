/**
 * The inspector on our own database: it finds nothing, and each protection that is taken away it names. The sabotages are
 * data, in the resources of this package.
 */
@NullMarked
package io.partywall.schema.inspection;

import org.jspecify.annotations.NullMarked;
