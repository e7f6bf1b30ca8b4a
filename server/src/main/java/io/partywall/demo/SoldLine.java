package io.partywall.demo;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** A line of a file. */
record SoldLine(String invoice, Article article, int quantity, BigDecimal price, LocalDateTime at, Customer customer) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    SoldLine returned(String cancellation, LocalDateTime when) {
        return new SoldLine(cancellation, article, -quantity, price, when, customer);
    }

    String toCsv() {
        return String.join(
                        ",",
                        invoice,
                        article.code(),
                        quoted(article.name()),
                        Integer.toString(quantity),
                        TIME.format(at),
                        price.toPlainString(),
                        customer.number(),
                        customer.country())
                + "\n";
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
