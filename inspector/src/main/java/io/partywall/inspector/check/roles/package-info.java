/** Who the application is, and what it can become: a superuser needs no hole. */
@NullMarked
package io.partywall.inspector.check.roles;

import org.jspecify.annotations.NullMarked;
