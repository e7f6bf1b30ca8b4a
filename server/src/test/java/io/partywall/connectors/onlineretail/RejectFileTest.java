package io.partywall.connectors.onlineretail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectFileTest {

    @TempDir
    private Path directory;

    @Test
    void eachRejectedLineStandsThereWithItsNumberReasonAndFields() {
        Path day = directory.resolve("day.csv");
        try (RejectFile rejects = RejectFile.of(day)) {
            rejects.add(new Rejected(3, "no invoice", List.of("", "A", "SAYS \"HI\", TWICE")));
            rejects.add(new Rejected(9, "1 fields instead of 8", List.of("x")));

            assertThat(rejects.publish()).isEqualTo(directory.resolve("day.csv.rejected.csv"));
            assertThat(rejects.count()).isEqualTo(2);
        }

        assertThat(directory.resolve("day.csv.rejected.csv")).hasContent("""
            Line,Reason,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            3,no invoice,,A,"SAYS ""HI"", TWICE"
            9,1 fields instead of 8,x
            """);
        assertThat(RejectFile.isOne(directory.resolve("day.csv.rejected.csv"))).isTrue();
        assertThat(RejectFile.isOne(day)).isFalse();
    }

    @Test
    void whereNothingIsRejectedThereIsNoFileAndOneOfAnEarlierRunGoes() throws Exception {
        Path stale = Files.writeString(directory.resolve("day.csv.rejected.csv"), "stale");

        try (RejectFile rejects = RejectFile.of(directory.resolve("day.csv"))) {
            assertThat(rejects.publish()).isNull();
        }

        assertThat(stale).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsNotPublishedLeavesNothingAndTouchesNothing() throws Exception {
        Path earlier = Files.writeString(directory.resolve("day.csv.rejected.csv"), "earlier");

        try (RejectFile rejects = RejectFile.of(directory.resolve("day.csv"))) {
            rejects.add(new Rejected(3, "no invoice", List.of("x")));
        }

        assertThat(earlier).hasContent("earlier");
        assertThat(directory).isDirectoryContaining(earlier::equals);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }
}
