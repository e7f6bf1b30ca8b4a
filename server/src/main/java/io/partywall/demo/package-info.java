/**
 * Three shops that do not exist, and thirteen months of their trade, written as the files that {@code import} reads. The
 * same arguments give the same bytes on every machine: no clock, a seed a shop, and no arithmetic that may differ.
 */
@NullMarked
package io.partywall.demo;

import org.jspecify.annotations.NullMarked;
