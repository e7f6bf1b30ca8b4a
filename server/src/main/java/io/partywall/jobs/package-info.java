/**
 * Background work, fair between tenants. Whoever has work to do adds a job inside the own transaction ({@link
 * io.partywall.jobs.Jobs}); any number of processes run {@link io.partywall.jobs.Workers}, which admit a few jobs of each
 * tenant at a time into one line, claim from its head, and run each in its tenant's scope. Knows no concrete job.
 */
@NullMarked
package io.partywall.jobs;

import org.jspecify.annotations.NullMarked;
