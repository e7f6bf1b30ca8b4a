/**
 * Who is calling, for which tenant, with what right: people and their sessions, API keys, roles and permissions, and the one
 * place where contexts are issued.
 */
@NullMarked
package io.partywall.access;

import org.jspecify.annotations.NullMarked;
