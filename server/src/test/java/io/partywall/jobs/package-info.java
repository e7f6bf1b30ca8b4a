@NullMarked
package io.partywall.jobs;

import org.jspecify.annotations.NullMarked;
