/**
 * The audit trail of a tenant: the database writes it beside each change (see {@code V014__audit_by_triggers.sql}); here it is
 * sealed in batches, exported, and verified without the database. Nothing of it is a secret but the private keys.
 */
@NullMarked
package io.partywall.audit;

import org.jspecify.annotations.NullMarked;
