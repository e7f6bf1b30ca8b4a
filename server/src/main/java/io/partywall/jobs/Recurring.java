package io.partywall.jobs;

/**
 * A job that every tenant has again and again, unless it has disabled the schedule.
 *
 * @param name of the schedule, in each tenant
 * @param cron when, in the tenant's time zone
 */
public record Recurring(String name, String cron, JobType<?> type, Record payload) {

    public Recurring {
        JobType.checkName("a schedule", name);
        Cron.of(cron);
    }

    public static <P extends Record> Recurring of(String name, String cron, JobType<P> type, P payload) {
        return new Recurring(name, cron, type, payload);
    }
}
