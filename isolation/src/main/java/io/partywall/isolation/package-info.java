/**
 * Keeps tenants apart on PostgreSQL: queries scoped in Java, row-level security underneath, and a signed tenant context
 * that even injected SQL cannot forge.
 */
@NullMarked
package io.partywall.isolation;

import org.jspecify.annotations.NullMarked;
