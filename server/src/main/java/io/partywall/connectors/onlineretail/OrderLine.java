package io.partywall.connectors.onlineretail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One article on one invoice.
 *
 * @param invoice begins with {@code C} where it takes an order back
 * @param description as written, blanks included; may be empty
 * @param quantity negative for a return
 * @param at the shop's own time; the file names no zone
 * @param customer without the {@code .0} that spreadsheets leave; null where the shop does not know the customer
 * @param country {@code Unspecified} where the file leaves it out
 * @param occurrence 1 for the first line of this invoice and stock code in the file, 2 for the second, and so on
 */
public record OrderLine(
        long line,
        String invoice,
        String stockCode,
        String description,
        BigDecimal quantity,
        LocalDateTime at,
        BigDecimal unitPrice,
        @Nullable String customer,
        String country,
        int occurrence)
        implements Row {

    /** Quantity times unit price, exact. */
    public BigDecimal value() {
        return quantity.multiply(unitPrice);
    }

    /** Whether the invoice takes an order back. */
    public boolean cancels() {
        return invoice.startsWith("C");
    }
}
