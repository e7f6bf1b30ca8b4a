package io.partywall.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Thirteen months of a shop's trade, a file a day with trade, in the format {@code online-retail}. */
public final class DemoTrade {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private DemoTrade() {}

    /** The first day of the thirteen months that end with {@code last}. */
    public static LocalDate firstDay(LocalDate last) {
        return last.minusMonths(13).plusDays(1);
    }

    /**
     * Writes the files {@code yyyy-MM-dd.csv} into the directory, which is created where it is missing, and returns them in
     * the order of their days. The same shop and last day give the same bytes.
     */
    public static List<Path> write(DemoShop shop, LocalDate last, Path directory) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            TradingDays days = new TradingDays(shop, firstDay(last), last);
            for (LocalDate day = firstDay(last); !day.isAfter(last); day = day.plusDays(1)) {
                List<SoldLine> lines = days.linesOf(day);
                if (!lines.isEmpty()) {
                    files.add(write(directory.resolve(day + ".csv"), lines));
                }
            }
            return files;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot write the demo's files into " + directory + ": " + failure.getMessage(), failure);
        }
    }

    private static Path write(Path file, List<SoldLine> lines) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write(HEADER);
            for (SoldLine line : lines) {
                writer.write(line.toCsv());
            }
        }
        return file;
    }
}
