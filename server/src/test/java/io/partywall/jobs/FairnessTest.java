package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.Queue.Note;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whose turn it is: one step of the queue after the other, without a worker's haste. */
class FairnessTest extends QueueTest {

    /** Takes so many jobs, one at a time, and finishes each; the tenants' names in the order of their turns. */
    private List<String> turns(int count) throws SQLException {
        List<String> turns = new ArrayList<>();
        for (Claim claim : taken(count)) {
            turns.add(claim.tenant().equals(acme) ? "acme" : "beta");
        }
        return turns;
    }

    private List<Claim> taken(int count) throws SQLException {
        List<Claim> taken = new ArrayList<>();
        while (taken.size() < count) {
            List<Claim> next = queue.take("w", 1);
            if (next.isEmpty()) {
                break;
            }
            queue.settle("w", next.getFirst(), new Outcome.Completed(null));
            taken.addAll(next);
        }
        return taken;
    }

    private static long of(String tenant, List<String> turns) {
        return turns.stream().filter(tenant::equals).count();
    }

    private void weigh(TenantId tenant, String share) {
        queue.database.execute(
                "insert into app.job_shares (tenant_id, id, queue) values ('%1$s', gen_random_uuid(), 'default')"
                        .formatted(tenant));
        queue.database.execute("update app.job_shares set " + share + " where tenant_id = '" + tenant + "'");
    }

    @Test
    void tenantsOfTheSameWeightTakeTurns() throws Exception {
        queue.flood(acme, 100);
        queue.flood(beta, 100);
        List<String> turns = turns(20);
        assertThat(of("acme", turns)).isBetween(9L, 11L);
        assertThat(String.join(" ", turns)).doesNotContain("acme acme acme").doesNotContain("beta beta beta");
    }

    @Test
    void aTenantOfThreeTimesTheWeightHasThreeTurnsForOne() throws Exception {
        weigh(beta, "weight = 3");
        queue.flood(acme, 100);
        queue.flood(beta, 100);
        assertThat(of("beta", turns(40))).isBetween(29L, 31L);
    }

    @Test
    void soItIsWhenManyAreTakenAtOnce() throws Exception {
        weigh(acme, "weight = 1");
        weigh(beta, "weight = 3");
        queue.flood(acme, 300);
        queue.flood(beta, 300);
        List<Claim> taken = queue.take("w", 80);
        assertThat(taken.stream().filter(claim -> claim.tenant().equals(beta)).count())
                .isBetween(58L, 62L);
    }

    @Test
    void aNewcomerGoesAheadOfAFlood() throws Exception {
        queue.flood(acme, 5_000);
        turns(10);
        queue.add(beta, "new");
        assertThat(turns(2)).contains("beta");
    }

    @Test
    void whoWasIdleGainsNothingByIt() throws Exception {
        queue.flood(beta, 1);
        queue.flood(acme, 1_000);
        turns(60);
        queue.flood(beta, 1_000);
        assertThat(of("beta", turns(20))).isBetween(9L, 11L);
    }

    @Test
    void aBacklogThatWasCalledOffCostsNothingLater() throws Exception {
        queue.flood(acme, 2_000);
        queue.flood(beta, 2_000);
        turns(20);
        queue.admit(40);
        JobControl control = new JobControl(queue.platform);
        control.cancel(JobFilter.ALL.withTenant(acme), 10_000);
        queue.flood(acme, 100);
        queue.claim("w", 40);
        assertThat(of("acme", turns(40))).isBetween(10L, 30L);
    }

    @Test
    void prioritiesHoldWithinATenantAndChangeNothingForOthers() throws Exception {
        queue.flood(acme, 20, job -> job.withPriority(-100));
        queue.flood(beta, 10, job -> job.withPriority(100));
        JobId urgent = queue.add(beta, NewJob.of(Queue.NOTE, new Note("u")).withPriority(1))
                .id();
        List<Claim> taken = taken(10);
        List<Claim> ofBeta =
                taken.stream().filter(claim -> claim.tenant().equals(beta)).toList();
        assertThat(ofBeta).hasSizeBetween(4, 6);
        assertThat(ofBeta.getFirst().id()).isEqualTo(urgent);
    }

    @Test
    void jobsOfATenantAreTakenInTheOrderInWhichTheyWereAdded() throws Exception {
        List<JobId> ids = queue.flood(acme, 30);
        assertThat(taken(30)).extracting(Claim::id).containsExactlyElementsOf(ids);
    }

    @Test
    void aCapIsNotPassedAndHoldsNobodyElseUp() throws Exception {
        weigh(acme, "cap = 2");
        queue.flood(acme, 50);
        queue.flood(beta, 50);
        List<Claim> taken = queue.take("w", 20);
        assertThat(taken.stream().filter(claim -> claim.tenant().equals(acme)).count())
                .isEqualTo(2);
        assertThat(queue.take("w", 10)).allMatch(claim -> claim.tenant().equals(beta));
        queue.settle(
                "w",
                taken.stream().filter(c -> c.tenant().equals(acme)).findFirst().orElseThrow(),
                new Outcome.Completed(null));
        assertThat(queue.take("w", 20).stream()
                        .filter(claim -> claim.tenant().equals(acme))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aCapIsExactHoweverManyWorkersThereAre() throws Exception {
        weigh(acme, "cap = 3");
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            queue.work((note, job) -> {
                if (job.scope().context().tenant().equals(acme)) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                    running.decrementAndGet();
                }
                return null;
            });
        }
        queue.flood(acme, 400);
        queue.flood(beta, 400);
        Queue.await("all to be done", () -> queue.count("app.finished_jobs") == 800);
        assertThat(most.get()).as("running at once").isBetween(1, 3);
        // At most so many intervals overlap where so many hold the beginning of each.
        assertThat(queue.database.query("""
            select max(n) from (select (select count(*) from app.finished_jobs o where o.tenant_id = j.tenant_id
                and o.started_at <= j.started_at and o.finished_at > j.started_at) as n
            from app.finished_jobs j where j.tenant_id = '%s') moments\
            """.formatted(acme)))
                .first()
                .satisfies(told -> assertThat(Integer.parseInt(told)).isBetween(1, 3));
    }

    /** As by the deletion of their connector: a turn that cannot be taken is over, too. */
    @Test
    void jobsThatAreLockedDoNotKeepTheNextTenantFromItsTurn() throws Exception {
        queue.flood(acme, 50);
        turns(1);
        try (Connection open = queue.holding("select 1 from app.jobs where tenant_id = '" + acme + "' for update")) {
            queue.flood(beta, 10);
            List<Claim> taken = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                taken.addAll(queue.take("w", 1));
            }
            assertThat(taken)
                    .hasSizeGreaterThan(5)
                    .allMatch(claim -> claim.tenant().equals(beta));
            open.rollback();
        }
    }

    @Test
    void aQueueThatIsPausedHoldsItsJobs() throws Exception {
        queue.flood(acme, 10);
        queue.admit(4);
        queue.database.execute("update app.job_queues set paused_at = now()");
        assertThat(queue.claim("w", 10)).isEmpty();
        assertThat(queue.take("w", 10)).isEmpty();
        queue.database.execute("update app.job_queues set paused_at = null");
        assertThat(queue.claim("w", 10)).hasSize(4);
        assertThat(queue.take("w", 10)).hasSize(6);
    }

    @Test
    void jobsOfAPausedTypeAreSetAsideAndDoNotStandInTheWay() throws Exception {
        queue.database.execute("insert into app.paused_job_types (type) values ('slow')");
        for (int i = 0; i < 30; i++) {
            queue.add(acme, NewJob.of(JobType.of("slow", Note.class), new Note("s")));
        }
        JobId quick = queue.add(acme, "quick");
        List<Claim> taken = new ArrayList<>();
        Queue.await("the quick one", () -> taken.addAll(queue.take("w", 4)));
        assertThat(taken).extracting(Claim::id).containsExactly(quick);
        assertThat(queue.count("app.jobs where parked")).isEqualTo(30);
    }

    /** A worker that is alone takes jobs as it admits them; it runs what another has put in line, and is gone, all the same. */
    @Test
    void whatAnotherHasLeftInLineIsRun() throws Exception {
        queue.work((note, job) -> null);
        queue.flood(acme, 1);
        Queue.await("the worker to have nothing to do", () -> queue.count("app.jobs") == 0);
        queue.database.execute("""
            insert into app.jobs (tenant_id, id, type, payload, state, fair_tag)
            select '%s', gen_random_uuid(), 'note', '{"text": "left"}', 'PENDING', last_tag from app.job_queues\
            """.formatted(acme));
        Queue.await("the job to have been run", () -> queue.count("app.jobs") == 0);
        assertThat(queue.count("app.finished_jobs where state = 'COMPLETED'")).isEqualTo(2);
    }
}
