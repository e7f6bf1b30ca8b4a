package io.partywall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Files in the shape of a web shop's export, a day each: as many lines, invoices, articles, customers and countries as the
 * real ones have, and the same at every run.
 */
final class RetailFiles {

    static final int DAYS = 115;
    static final int LINES_OF_A_DAY = 1_500;
    static final int LINES = DAYS * LINES_OF_A_DAY;

    private static final LocalDate FIRST_DAY = LocalDate.of(2010, 12, 1);
    private static final LocalTime OPENING = LocalTime.of(8, 0);
    private static final int MINUTES_OPEN = 600;
    private static final int INVOICES_OF_A_DAY = 60;
    private static final int ARTICLES = 4_000;
    private static final int CUSTOMERS = 4_000;
    private static final double RETURNS = 0.08;
    private static final double ANONYMOUS = 0.2;
    private static final double AT_HOME = 0.9;

    private static final List<String> COLOURS =
            List.of("WHITE", "RED", "IVORY", "PINK", "BLUE POLKADOT", "ASSORTED COLOUR", "VINTAGE", "RETROSPOT");
    private static final List<String> MATERIALS =
            List.of("METAL", "WOODEN", "KNITTED", "GLASS", "PAPER", "ZINC", "CERAMIC", "FELTCRAFT");
    private static final List<String> THINGS = List.of(
            "LANTERN",
            "HOT WATER BOTTLE",
            "T-LIGHT HOLDER",
            "CAKESTAND, 3 TIER",
            "PICTURE FRAME",
            "DOORMAT",
            "LUNCH BOX");

    private final Random random = new Random(2010);
    private int invoice = 536_365;

    private RetailFiles() {}

    /** Writes the files into a directory; their paths, by day. */
    static List<Path> write(Path directory) throws IOException {
        RetailFiles files = new RetailFiles();
        List<Path> written = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = day(day);
            written.add(Files.writeString(directory.resolve(date + ".csv"), files.text(date)));
        }
        return written;
    }

    /** The day that the file of this number is of. */
    static LocalDate day(int file) {
        return FIRST_DAY.plusDays(file);
    }

    private String text(LocalDate date) {
        StringBuilder text = new StringBuilder(
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        int[] minutes = IntStream.generate(() -> random.nextInt(MINUTES_OPEN))
                .limit(INVOICES_OF_A_DAY)
                .sorted()
                .toArray();
        for (int minute : minutes) {
            invoice(text, date + " " + OPENING.plusMinutes(minute) + ":00", LINES_OF_A_DAY / INVOICES_OF_A_DAY);
        }
        return text.toString();
    }

    private void invoice(StringBuilder text, String at, int lines) {
        boolean returned = random.nextDouble() < RETURNS;
        String number = (returned ? "C" : "") + invoice++;
        String customer = random.nextDouble() < ANONYMOUS ? "" : 12_346 + random.nextInt(CUSTOMERS) + ".0";
        String country = random.nextDouble() < AT_HOME ? "United Kingdom" : "Country " + random.nextInt(39);
        for (int line = 0; line < lines; line++) {
            int article = random.nextInt(ARTICLES);
            int quantity = 1 + random.nextInt(24);
            text.append(number)
                    .append(',')
                    .append(20_000 + article)
                    .append(article % 5 == 0 ? "A" : "")
                    .append(',')
                    .append(description(article))
                    .append(',')
                    .append(returned ? -quantity : quantity)
                    .append(',')
                    .append(at)
                    .append(',')
                    .append("%d.%02d".formatted(article % 13, article % 100))
                    .append(',')
                    .append(customer)
                    .append(',')
                    .append(country)
                    .append('\n');
        }
    }

    private static String description(int article) {
        String name = String.join(
                " ",
                COLOURS.get(article % COLOURS.size()),
                MATERIALS.get(article / 7 % MATERIALS.size()),
                THINGS.get(article / 31 % THINGS.size()));
        return name.contains(",") ? '"' + name + '"' : name;
    }
}
