package io.partywall.connectors.onlineretail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines together to records, where a quoted field spans lines. Where a quote never closes, only its own line is lost: the
 * lines behind it are read anew. To tell the two apart, a line that is a whole order line by itself is never taken for the
 * inside of a field; so a broken line cannot silently swallow good ones.
 */
final class RecordReader implements AutoCloseable {

    private static final int LONGEST_RECORD_LINES = 100;

    /** A line that was read ahead. */
    private record Line(long number, String text) {}

    private final LineReader lines;
    private final Deque<Line> readAhead = new ArrayDeque<>();
    private final Fields fields = new Fields();
    private final Fields candidate = new Fields();
    private long line;
    private @Nullable String fault;
    private String raw = "";

    RecordReader(LineReader lines) {
        this.lines = lines;
    }

    /** Moves to the next record, blank lines aside; false at the end. */
    boolean advance() {
        for (Line first = nextLine(); first != null; first = nextLine()) {
            if (!first.text().isBlank()) {
                read(first);
                return true;
            }
        }
        return false;
    }

    /** The fields of the record, where {@link #fault()} is null. */
    Fields fields() {
        return fields;
    }

    /** Why the record is none, or null. */
    @Nullable
    String fault() {
        return fault;
    }

    /** The record's text, where {@link #fault()} is not null. */
    String raw() {
        return raw;
    }

    /** The line where the record begins. */
    long line() {
        return line;
    }

    @Override
    public void close() {
        lines.close();
    }

    private void read(Line first) {
        line = first.number();
        raw = first.text();
        fault = switch (fields.split(first.text())) {
            case COMPLETE -> null;
            case TEXT_AFTER_QUOTE -> "text behind a closing quote";
            case OPEN_QUOTE -> goOn(first);
        };
    }

    /** Reads on until the quote closes; gives the lines back and names the fault where it does not. */
    private @Nullable String goOn(Line first) {
        List<Line> more = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.text());
        for (Line next = nextLine(); next != null; next = nextLine()) {
            more.add(next);
            if (more.size() >= LONGEST_RECORD_LINES || isOrderLine(next.text())) {
                break;
            }
            text.append('\n').append(next.text());
            if (next.text().indexOf('"') >= 0) {
                Fields.Outcome outcome = fields.split(text.toString());
                if (outcome == Fields.Outcome.COMPLETE) {
                    return null;
                }
                if (outcome == Fields.Outcome.TEXT_AFTER_QUOTE) {
                    break;
                }
            }
        }
        more.reversed().forEach(readAhead::addFirst);
        return "a quote that does not close";
    }

    private boolean isOrderLine(String text) {
        return candidate.split(text) == Fields.Outcome.COMPLETE
                && candidate.count() == Fields.EXPECTED
                && Values.time(candidate.get(Columns.AT)) != null;
    }

    private @Nullable Line nextLine() {
        Line ahead = readAhead.pollFirst();
        if (ahead != null) {
            return ahead;
        }
        return lines.advance() ? new Line(lines.line(), lines.text()) : null;
    }
}
