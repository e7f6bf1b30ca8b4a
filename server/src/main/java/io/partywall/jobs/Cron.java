package io.partywall.jobs;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;

/**
 * When something comes again: five fields (minute, hour, day of the month, month, day of the week) or a macro such as {@code
 * @daily}, by the clock on the wall of some zone.
 *
 * <p>A time that does not exist, since the clock goes forward over it, comes right after the gap; of one that comes twice,
 * since the clock goes back, the first counts. Where the hour is {@code *}, both do: what comes every quarter of an hour does
 * not pause for an hour.
 */
final class Cron {

    private static final CronDefinition FIVE_FIELDS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .withStrictRange()
            .and()
            .withSupportedNicknameYearly()
            .withSupportedNicknameAnnually()
            .withSupportedNicknameMonthly()
            .withSupportedNicknameWeekly()
            .withSupportedNicknameDaily()
            .withSupportedNicknameMidnight()
            .withSupportedNicknameHourly()
            .instance();

    private static final LocalDateTime SOME_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final ExecutionTime wall;
    private final boolean everyHour;

    private Cron(ExecutionTime wall, boolean everyHour) {
        this.wall = wall;
        this.everyHour = everyHour;
    }

    /** The expression's meaning. {@link JobRefused} where it has none, or never comes. */
    static Cron of(String expression) {
        String text = expression.strip();
        com.cronutils.model.Cron parsed;
        Cron cron;
        boolean comes;
        try {
            // Names are looked up in upper case by the machine's language otherwise.
            String told = text.startsWith("@") ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
            parsed = new CronParser(FIVE_FIELDS).parse(told).validate();
            cron = new Cron(
                    ExecutionTime.forCron(parsed),
                    isAlways(parsed.retrieve(CronFieldName.HOUR).getExpression()));
            comes = cron.onTheWall(SOME_TIME).isPresent();
        } catch (RuntimeException unreadable) { // The parser's edge: it throws what it happens to run into.
            throw new JobRefused(
                    "the cron expression '" + text + "' cannot be read: write minute, hour, day of the month,"
                            + " month and day of the week, such as '15 0 * * mon-fri', or '@daily' ("
                            + unreadable.getMessage() + ")");
        }
        if (!comes) {
            throw new JobRefused("the cron expression '" + text + "' names a day that never comes");
        }
        return cron;
    }

    private static boolean isAlways(FieldExpression expression) {
        return expression instanceof Always
                || (expression instanceof Every every
                        && every.getExpression() instanceof Always
                        && every.getPeriod().getValue() == 1);
    }

    /** The first time after this one; empty where there is none within the calendar. */
    Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        if (everyHour) {
            ZoneOffsetTransition change = rules.nextTransition(after);
            Optional<Instant> steady = onTheWall(LocalDateTime.ofInstant(after, rules.getOffset(after)))
                    .map(time -> time.toInstant(rules.getOffset(after)));
            if (change == null || steady.isEmpty() || steady.get().isBefore(change.getInstant())) {
                return steady;
            }
            if (change.isOverlap()) {
                return onTheWall(change.getDateTimeAfter().minusSeconds(1))
                        .map(time -> time.toInstant(change.getOffsetAfter()));
            }
        }
        Optional<LocalDateTime> time = onTheWall(LocalDateTime.ofInstant(after, zone));
        // In the second of two hours that are the same on the wall, what the first has had is passed over.
        while (time.isPresent() && !instant(time.get(), rules).isAfter(after)) {
            time = onTheWall(time.get());
        }
        return time.map(found -> instant(found, rules));
    }

    private static Instant instant(LocalDateTime time, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(time);
        if (change == null) {
            return time.toInstant(rules.getOffset(time));
        }
        return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
    }

    /** As if there were no zones: what the library makes of changes of the clock is not what is promised here. */
    private Optional<LocalDateTime> onTheWall(LocalDateTime after) {
        return wall.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
