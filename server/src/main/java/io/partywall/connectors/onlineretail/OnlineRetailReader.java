package io.partywall.connectors.onlineretail;

import io.partywall.connectors.onlineretail.UnreadableFile.Fault;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams the rows of one file. Opening reads the file through once, so that a file that is to be refused is refused before
 * its first row: what is wrong with its bytes, and its header, is known by then. For one thread.
 */
public final class OnlineRetailReader implements AutoCloseable {

    private static final String NO_COUNTRY = "Unspecified";
    private static final int LONGEST_QUOTE = 40;

    private final RecordReader records;
    private final LineReader lines;
    private final Occurrences occurrences = new Occurrences();
    private final long size;

    private OnlineRetailReader(LineReader lines, long size) {
        this.lines = lines;
        this.records = new RecordReader(lines);
        this.size = size;
    }

    /** Opens the file before its first row; throws {@link UnreadableFile} where it is refused. */
    public static OnlineRetailReader open(Path file) {
        long size = check(file);
        LineReader lines = new LineReader(file);
        OnlineRetailReader reader = new OnlineRetailReader(lines, size);
        try {
            reader.readHeader(file);
            return reader;
        } catch (RuntimeException refused) {
            reader.close();
            throw refused;
        }
    }

    /** The next row, or null at the end of the file. */
    public @Nullable Row next() {
        return records.advance() ? row() : null;
    }

    /** How far the reading is, in bytes; {@link #size()} at the end. */
    public long position() {
        return lines.consumed();
    }

    /** The size of the file in bytes, when it was opened. */
    public long size() {
        return size;
    }

    @Override
    public void close() {
        records.close();
        occurrences.close();
    }

    private static long check(Path file) {
        if (Files.isDirectory(file)) {
            throw new UnreadableFile(Fault.DIRECTORY, file, "this is a directory, name the files in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnreadableFile(
                    Fault.NOT_A_FILE, file, "this is not a regular file; a file is read twice, so a pipe will not do");
        }
        try (LineReader lines = new LineReader(file)) {
            boolean empty = true;
            while (lines.advance()) {
                lines.check();
                empty = empty && lines.text().isBlank();
            }
            if (empty) {
                throw new UnreadableFile(Fault.EMPTY, file, "the file is empty");
            }
            return lines.consumed();
        }
    }

    private void readHeader(Path file) {
        records.advance();
        List<String> found = records.fault() == null
                ? records.fields().list().stream().map(String::strip).toList()
                : List.of(records.raw());
        if (!found.equals(Columns.NAMES)) {
            throw new UnreadableFile(
                    Fault.WRONG_HEADER,
                    file,
                    "the header is '" + shortened(String.join(",", found), 200) + "', expected '"
                            + String.join(",", Columns.NAMES) + "'");
        }
    }

    private Row row() {
        if (records.fault() != null) {
            return new Rejected(records.line(), records.fault(), List.of(records.raw()));
        }
        Fields fields = records.fields();
        if (fields.count() < Fields.EXPECTED) {
            return rejected(fields.count() + " fields instead of " + Fields.EXPECTED);
        }
        if (fields.count() > Fields.EXPECTED) {
            return rejected("more than " + Fields.EXPECTED + " fields");
        }
        String invoice = fields.get(Columns.INVOICE).strip();
        if (invoice.isEmpty()) {
            return rejected("no invoice");
        }
        String stockCode = fields.get(Columns.STOCK_CODE).strip();
        if (stockCode.isEmpty()) {
            return rejected("no stock code");
        }
        // Counted before the rest is read: once the line is corrected, the lines behind it keep their numbers.
        return row(fields, invoice, stockCode, occurrences.next(invoice, stockCode));
    }

    private Row row(Fields fields, String invoice, String stockCode, int occurrence) {
        BigDecimal quantity = Values.decimal(fields.get(Columns.QUANTITY).strip());
        if (quantity == null) {
            return rejected("the quantity " + quoted(fields.get(Columns.QUANTITY)) + " is not a number");
        }
        LocalDateTime at = Values.time(fields.get(Columns.AT).strip());
        if (at == null) {
            return rejected("the time " + quoted(fields.get(Columns.AT)) + " is not of the form 2010-12-01 08:26:00");
        }
        if (at.getYear() < 1970 || at.getYear() > 2199) {
            return rejected("the time " + quoted(fields.get(Columns.AT)) + " lies outside the years 1970 to 2199");
        }
        BigDecimal unitPrice = Values.decimal(fields.get(Columns.UNIT_PRICE).strip());
        if (unitPrice == null) {
            return rejected("the price " + quoted(fields.get(Columns.UNIT_PRICE)) + " is not a number");
        }
        String country = fields.get(Columns.COUNTRY).strip();
        return new OrderLine(
                records.line(),
                invoice,
                stockCode,
                fields.get(Columns.DESCRIPTION),
                quantity,
                at,
                unitPrice,
                Values.identifier(fields.get(Columns.CUSTOMER).strip()),
                country.isEmpty() ? NO_COUNTRY : country,
                occurrence);
    }

    private Rejected rejected(String reason) {
        return new Rejected(records.line(), reason, records.fields().list());
    }

    private static String quoted(String text) {
        return "'" + shortened(text, LONGEST_QUOTE) + "'";
    }

    private static String shortened(String text, int length) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= length ? line : line.substring(0, length) + "…";
    }
}
