/**
 * Expressions as PostgreSQL keeps them: parsed from its node trees, not matched as text, so that a policy is understood
 * however it was written. {@code StoredExpression} reads a tree; {@code SourceText} reads the bodies of functions, of which
 * the server keeps no tree.
 */
@NullMarked
package io.partywall.inspector.expression;

import org.jspecify.annotations.NullMarked;
