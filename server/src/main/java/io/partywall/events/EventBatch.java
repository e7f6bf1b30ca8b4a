package io.partywall.events;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events on their way into one statement, as arrays by column: COPY is refused below row-level security, this comes close. */
final class EventBatch {

    /** Large enough that a statement's own cost vanishes, small enough for little memory. */
    private static final int FULL = 4000;

    /** The columns that {@link #bind} binds, as rows. */
    static final String ROWS = """
        unnest(?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::text[], ?::date[], ?::timestamptz[])
            as stated (id, source_id, subject_id, value, properties, day, at)\
        """;

    static final int PARAMETERS = 7;

    private final List<Event> events = new ArrayList<>(FULL);

    void add(Event event) {
        events.add(event);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    boolean isFull() {
        return events.size() >= FULL;
    }

    void clear() {
        events.clear();
    }

    /** The span of its events' days. */
    Days days() {
        return Days.spanning(events.stream().map(Event::day).collect(Collectors.toSet()));
    }

    /** Binds the rows to the parameters from {@code first} on. */
    void bind(PreparedStatement statement, int first) throws SQLException {
        int rows = events.size();
        String[] ids = new String[rows];
        String[] sourceIds = new String[rows];
        @Nullable String[] subjects = new String[rows];
        @Nullable String[] values = new String[rows];
        String[] properties = new String[rows];
        String[] days = new String[rows];
        String[] times = new String[rows];
        for (int row = 0; row < rows; row++) {
            Event event = events.get(row);
            // Counted on within a millisecond: random bits for each would take longer than the rest of the row.
            ids[row] = UuidCreator.getTimeOrderedEpochPlus1().toString();
            sourceIds[row] = sourceId(event);
            subjects[row] = event.subject();
            values[row] = event.value() == null ? null : event.value().toPlainString();
            properties[row] = event.properties();
            days[row] = event.day().toString();
            times[row] = event.at().toString();
        }
        Connection connection = statement.getConnection();
        int parameter = first;
        for (@Nullable
        Object[] column : List.<@Nullable Object[]>of(ids, sourceIds, subjects, values, properties, days, times)) {
            statement.setArray(parameter++, connection.createArrayOf("text", column));
        }
    }

    /** A fact's name at its source begins with its day, since a source that states days whole names it within its day. */
    private static String sourceId(Event event) {
        return event.day() + "/" + event.sourceId();
    }
}
