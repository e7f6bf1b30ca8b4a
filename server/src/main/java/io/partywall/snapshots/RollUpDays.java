package io.partywall.snapshots;

import static io.partywall.schema.jooq.Tables.CONNECTORS;

import io.partywall.isolation.TenantScope;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.JobType;
import io.partywall.jobs.PermanentFailure;
import io.partywall.jobs.RunningJob;
import io.partywall.tenants.Tenants;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** The job that derives all connectors' contributions to some days, and the days' snapshots, anew. */
public final class RollUpDays implements JobHandler<RollUpDays.Wanted> {

    public static final JobType<Wanted> TYPE = JobType.of("roll-up", Wanted.class);

    /** Yesterday and today, as the tenant's own clock has it when the job runs. */
    public static final Wanted YESTERDAY_AND_TODAY = new Wanted(List.of());

    private static final int MOST_DAYS = 3_700;

    /**
     * What to derive.
     *
     * @param days of the tenant's own calendar; none is yesterday and today
     */
    public record Wanted(List<LocalDate> days) {
        public Wanted {
            days = List.copyOf(days);
        }
    }

    /** What was derived, from how many connectors. */
    public record RolledUp(List<LocalDate> days, int connectors) {}

    private final Clock clock;

    public RollUpDays(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RolledUp run(Wanted wanted, RunningJob job) {
        if (wanted.days().size() > MOST_DAYS) {
            throw new PermanentFailure(
                    "at most ten years at once, unlike " + wanted.days().size() + " days");
        }
        TenantScope scope = job.scope();
        List<LocalDate> days = wanted.days().isEmpty() ? yesterdayAndToday(scope) : wanted.days();
        return scope.inTransaction(() -> {
            List<UUID> connectors = lockConnectors(scope);
            for (int i = 0; i < connectors.size(); i++) {
                job.checkInterrupted();
                job.progress((double) i / connectors.size(), "connector " + (i + 1) + " of " + connectors.size());
                RollUp.contribute(scope, connectors.get(i), days);
            }
            RollUp.derive(scope, days);
            return new RolledUp(days, connectors.size());
        });
    }

    private List<LocalDate> yesterdayAndToday(TenantScope scope) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Tenants.of(scope).timeZone());
        return List.of(today.minusDays(1), today);
    }

    /** INVARIANT: nobody restates a connector's facts between the look at them and the end of the transaction. */
    private static List<UUID> lockConnectors(TenantScope scope) {
        return scope.sql()
                .select(CONNECTORS.ID)
                .from(CONNECTORS)
                .orderBy(CONNECTORS.ID)
                .forUpdate()
                .fetch(CONNECTORS.ID);
    }
}
