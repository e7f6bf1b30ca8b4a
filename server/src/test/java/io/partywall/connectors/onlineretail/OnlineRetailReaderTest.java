package io.partywall.connectors.onlineretail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.connectors.onlineretail.UnreadableFile.Fault;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineRetailReaderTest {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    private static final String GOOD = "536365,85123A,MUG,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";

    @TempDir
    private Path directory;

    @Test
    void aLineIsAnOrderLine() {
        OrderLine line = only(GOOD);

        assertThat(line)
                .isEqualTo(new OrderLine(
                        2,
                        "536365",
                        "85123A",
                        "MUG",
                        new BigDecimal("6"),
                        LocalDateTime.of(2010, 12, 1, 8, 26),
                        new BigDecimal("2.55"),
                        "17850",
                        "United Kingdom",
                        1));
        assertThat(line.value()).isEqualTo("15.30");
        assertThat(line.cancels()).isFalse();
    }

    @Test
    void aReturnIsNegativeAndItsInvoiceCancels() {
        OrderLine line = only("C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom");

        assertThat(line.value()).isEqualTo("-27.5");
        assertThat(line.cancels()).isTrue();
    }

    @Test
    void whatAShopMayLeaveOutIsLeftOut() {
        OrderLine line = only("536414,22139,,56,2010-12-01 11:52:00,0.0,,");

        assertThat(line.description()).isEmpty();
        assertThat(line.customer()).isNull();
        assertThat(line.country()).isEqualTo("Unspecified");
        assertThat(line.value()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"17850.0,17850", "17850,17850", " 17850.0 ,17850", "A-7.0,A-7.0", "1.50,1.50"})
    void aCustomersNumberLosesWhatASpreadsheetAdded(String written, String customer) {
        assertThat(only("1,A,,1,2010-12-01 08:26:00,1," + written + ",X").customer())
                .isEqualTo(customer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"AIRLINE LOUNGE,METAL SIGN\" | AIRLINE LOUNGE,METAL SIGN",
                "\"RECORD FRAME 7\"\" SINGLE\" | RECORD FRAME 7\" SINGLE",
                "\"\"\"\" | \"",
                "\"\" | ''",
                "FRAME 7\" OAK | FRAME 7\" OAK",
                "£40 GÜTESIEGEL ☕ | £40 GÜTESIEGEL ☕",
            })
    void quotesAreReadByRfc4180(String written, String description) {
        assertThat(only("1,A," + written + ",1,2010-12-01 08:26:00,1,,X").description())
                .isEqualTo(description.equals("''") ? "" : description);
    }

    @Test
    void aQuotedFieldMaySpanLines() {
        List<Row> rows = read(HEADER + "\n1,A,\"TWO\nLINES, \"\"SO\"\"\",1,2010-12-01 08:26:00,1,,X\n" + GOOD + "\n");

        assertThat(rows).hasSize(2).allMatch(OrderLine.class::isInstance);
        assertThat(((OrderLine) rows.get(0)).description()).isEqualTo("TWO\nLINES, \"SO\"");
        assertThat(rows.get(1).line()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aByteOrderMarkBothLineEndsBlankLinesAndAMissingLastLineEndAreFine(String end) {
        assertThat(read("\ufeff" + HEADER + end + GOOD + end + end + GOOD))
                .hasSize(2)
                .extracting(Row::line)
                .containsExactly(2L, 4L);
    }

    @Test
    void linesOfOneInvoiceAndStockCodeAreNumberedWhereverTheyStand() {
        assertThat(read(file(GOOD, GOOD.replace("536365", "536366"), GOOD.replace("MUG", "CUP"), GOOD)))
                .extracting(row -> ((OrderLine) row).occurrence())
                .containsExactly(1, 1, 2, 3);
    }

    @Test
    void aLineThatIsCorrectedLaterLeavesTheNumbersBehindItAsTheyWere() {
        List<Row> rows = read(file(GOOD.replace(",6,", ",six,"), GOOD));

        assertThat(((OrderLine) rows.get(1)).occurrence()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                ",A,D,1,2010-12-01 08:26:00,1,,X | no invoice",
                " ,A,D,1,2010-12-01 08:26:00,1,,X | no invoice",
                "1,,D,1,2010-12-01 08:26:00,1,,X | no stock code",
                "1,A,D,,2010-12-01 08:26:00,1,,X | the quantity '' is not a number",
                "1,A,D,six,2010-12-01 08:26:00,1,,X | the quantity 'six' is not a number",
                "1,A,D,1e9,2010-12-01 08:26:00,1,,X | the quantity '1e9' is not a number",
                "1,A,D,1234567890123456789,2010-12-01 08:26:00,1,,X | the quantity '1234567890123456789' is not a"
                        + " number",
                "1,A,D,1,2010-12-01,1,,X | the time '2010-12-01' is not of the form 2010-12-01 08:26:00",
                "1,A,D,1,2010-02-30 08:26:00,1,,X | the time '2010-02-30 08:26:00' is not of the form 2010-12-01"
                        + " 08:26:00",
                "1,A,D,1,2010-12-01 24:00:00,1,,X | the time '2010-12-01 24:00:00' is not of the form 2010-12-01"
                        + " 08:26:00",
                "1,A,D,1,2010-12-01 08:26:00,2.,,X | the price '2.' is not a number",
                "1,A,D,1,2010-12-01 08:26:00,1.2.3,,X | the price '1.2.3' is not a number",
                "1,A,D,1,2010-12-01 08:26:00,1, | 7 fields instead of 8",
                "just text | 1 fields instead of 8",
                "1,A,D,1,2010-12-01 08:26:00,1,,X,more,and more | more than 8 fields",
                "1,A,\"D\"E,1,2010-12-01 08:26:00,1,,X | text behind a closing quote",
                "1,A,\"D,1,2010-12-01 08:26:00,1,,X | a quote that does not close",
            })
    void aLineThatCannotBeReadIsRejectedWithItsNumberAndReasonAndTheRestIsRead(String line, String reason) {
        List<Row> rows = read(file(GOOD, line, GOOD, GOOD));

        assertThat(rows).hasSize(4);
        assertThat(rows.get(1)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.line()).isEqualTo(3);
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(String.join(",", rejected.fields()).replace("\"", "")).isEqualTo(line.replace("\"", ""));
        });
        assertThat(rows).filteredOn(OrderLine.class::isInstance).hasSize(3);
    }

    @Test
    void twoOpenQuotesDoNotSwallowTheGoodLinesBetweenThem() {
        List<Row> rows = read(file(
                "1,A,\"OPEN,1,2010-12-01 08:26:00,1,,X", GOOD, GOOD, "2,A,OPEN\",1,2010-12-01 08:26:00,1,,X", GOOD));

        assertThat(rows).extracting(Row::line).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(rows)
                .filteredOn(Rejected.class::isInstance)
                .extracting(Row::line)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @CsvSource({"'',the file is empty", "' \n\n',the file is empty"})
    void anEmptyFileIsRefused(String content, String message) throws IOException {
        assertRefused(write(content), Fault.EMPTY, message);
    }

    @Test
    void aHeaderAloneIsADayWithoutTrade() {
        assertThat(read(HEADER + "\n")).isEmpty();
    }

    @Test
    void anotherHeaderIsRefusedAndBothAreShown() throws IOException {
        assertRefused(
                write("Date,Amount\n1,2\n"),
                Fault.WRONG_HEADER,
                "the header is 'Date,Amount', expected '" + HEADER + "'");
    }

    @Test
    void whatIsNotAFileOfTextIsRefused() throws IOException {
        assertRefused(directory.resolve("missing.csv"), Fault.MISSING, "there is no such file");
        assertRefused(directory, Fault.DIRECTORY, "this is a directory");
        assertRefused(Path.of("/dev/null"), Fault.NOT_A_FILE, "not a regular file");
        assertRefused(write(file(GOOD, "a\0b")), Fault.BINARY, "line 3 holds a NUL byte");
        Path utf16 = directory.resolve("utf16.csv");
        Files.writeString(utf16, file(GOOD), StandardCharsets.UTF_16LE);
        assertRefused(utf16, Fault.BINARY, "line 1 holds a NUL byte");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirLineBeforeAnythingIsRead() throws IOException {
        Path latin1 = directory.resolve("latin1.csv");
        Files.writeString(latin1, file(GOOD, GOOD, GOOD.replace("MUG", "M\u00dcG")), StandardCharsets.ISO_8859_1);

        assertRefused(latin1, Fault.NOT_UTF8, "line 4 holds bytes that are not UTF-8");
    }

    @Test
    void aFileWithoutLineEndsIsRefusedBeforeItFillsTheMemory() throws IOException {
        Path endless = directory.resolve("endless.csv");
        try (Writer writer = Files.newBufferedWriter(endless)) {
            for (int i = 0; i < 2_200; i++) {
                writer.write("x".repeat(10_000));
            }
        }

        assertRefused(endless, Fault.ENDLESS_LINE, "line 1 holds a line of more than 16 MiB");
    }

    @Test
    void aLineLongerThanTheBufferIsRead() {
        String description = "long ".repeat(100_000);

        assertThat(only(GOOD.replace("MUG", description)).description()).isEqualTo(description);
    }

    @Test
    void thePositionEndsAtTheSize() throws IOException {
        Path file = write(file(GOOD, GOOD));
        try (OnlineRetailReader reader = OnlineRetailReader.open(file)) {
            while (reader.next() != null) {
                assertThat(reader.position()).isPositive().isLessThanOrEqualTo(reader.size());
            }
            assertThat(reader.position()).isEqualTo(reader.size()).isEqualTo(Files.size(file));
        }
    }

    private static String file(String... lines) {
        return HEADER + "\n" + String.join("\n", lines) + "\n";
    }

    private OrderLine only(String line) {
        List<Row> rows = read(file(line));
        assertThat(rows).singleElement().isInstanceOf(OrderLine.class);
        return (OrderLine) rows.getFirst();
    }

    private List<Row> read(String content) {
        List<Row> rows = new ArrayList<>();
        try (OnlineRetailReader reader = OnlineRetailReader.open(write(content))) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return rows;
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("day.csv"), content);
    }

    private static void assertRefused(Path file, Fault fault, String message) {
        assertThatThrownBy(() -> OnlineRetailReader.open(file))
                .isInstanceOfSatisfying(UnreadableFile.class, refused -> {
                    assertThat(refused.fault()).isEqualTo(fault);
                    assertThat(refused.getMessage())
                            .startsWith(file + ": ")
                            .contains(message)
                            .hasLineCount(1);
                });
    }
}
