package io.partywall.demo;

import io.partywall.demo.DemoShop.Market;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Invents a shop's days, one after the other: customers come back, some goods too. {@link StrictMath} and {@link
 * SplittableRandom}, whose sequence is specified, make the days the same everywhere.
 */
final class TradingDays {

    private static final double LINES_PER_INVOICE = 3;
    private static final double RETURNING = 0.62;
    private static final double UNKNOWN = 0.14;
    private static final double TAKEN_BACK = 0.05;
    private static final double DURING_OUTAGE = 0.06;
    private static final double DURING_CAMPAIGN = 2.1;
    private static final BigDecimal CAMPAIGN_PRICE = new BigDecimal("0.85");
    private static final int OPENS = 8;
    private static final int MINUTES_OPEN = 12 * 60;

    private final DemoShop shop;
    private final LocalDate first;
    private final LocalDate last;
    private final SplittableRandom random;
    private final List<Customer> customers = new ArrayList<>();
    private final List<SoldLine> returnable = new ArrayList<>();
    private int invoiceNumber = 600_000;

    TradingDays(DemoShop shop, LocalDate first, LocalDate last) {
        this.shop = shop;
        this.first = first;
        this.last = last;
        this.random = new SplittableRandom(shop.seed() * 1_000_003 + last.toEpochDay());
    }

    /** The lines of the next day, by time. To be asked for each day in turn. */
    List<SoldLine> linesOf(LocalDate day) {
        int invoices = poisson(expectedLines(day) / LINES_PER_INVOICE);
        int[] times = random.ints(invoices, 0, MINUTES_OPEN * 60).sorted().toArray();
        List<SoldLine> lines = new ArrayList<>();
        for (int second : times) {
            LocalDateTime at = day.atTime(OPENS, 0).plusSeconds(second);
            if (!returnable.isEmpty() && random.nextDouble() < TAKEN_BACK) {
                SoldLine line = returnable.remove(random.nextInt(returnable.size()));
                lines.add(line.returned("C" + ++invoiceNumber, at));
            } else {
                sell(at, campaign(day), lines);
            }
        }
        return lines;
    }

    private double expectedLines(LocalDate day) {
        long age = ChronoUnit.DAYS.between(first, day);
        double rhythm = shop.week().get(day.getDayOfWeek().getValue() - 1);
        double growth = StrictMath.pow(1 + shop.yearlyGrowth(), age / 365.0);
        double season = shop.season().get(day.getMonthValue() - 1);
        double event = campaign(day) ? DURING_CAMPAIGN : outage(day) ? DURING_OUTAGE : 1;
        return shop.linesPerDay() * rhythm * growth * season * event;
    }

    private boolean campaign(LocalDate day) {
        return shop.campaign().contains(ChronoUnit.DAYS.between(day, last));
    }

    private boolean outage(LocalDate day) {
        return shop.outage().contains(ChronoUnit.DAYS.between(day, last));
    }

    private void sell(LocalDateTime at, boolean reduced, List<SoldLine> lines) {
        String invoice = Integer.toString(++invoiceNumber);
        Customer customer = customer();
        int articles = 1 + poisson(LINES_PER_INVOICE - 1);
        for (int i = 0; i < articles; i++) {
            Article article = favourite(shop.articles());
            BigDecimal price = reduced
                    ? article.price().multiply(CAMPAIGN_PRICE).setScale(2, RoundingMode.HALF_UP)
                    : article.price();
            int quantity = 1 + poisson(article.usualQuantity() - 1.0);
            SoldLine line = new SoldLine(invoice, article, quantity, price, at, customer);
            lines.add(line);
            if (random.nextInt(8) == 0) {
                returnable.add(line);
            }
        }
    }

    private Customer customer() {
        double chance = random.nextDouble();
        if (chance < UNKNOWN) {
            return new Customer("", shop.markets().getFirst().country());
        }
        if (chance < UNKNOWN + RETURNING && !customers.isEmpty()) {
            return favourite(customers);
        }
        Customer somebodyNew = new Customer(Integer.toString(12_000 + customers.size()) + ".0", country());
        customers.add(somebodyNew);
        return somebodyNew;
    }

    private String country() {
        int total = shop.markets().stream().mapToInt(Market::weight).sum();
        int chosen = random.nextInt(total);
        for (Market market : shop.markets()) {
            chosen -= market.weight();
            if (chosen < 0) {
                return market.country();
            }
        }
        throw new AssertionError("the weights add up to the total");
    }

    /** One of them, the first ones more often. */
    private <T> T favourite(List<T> choices) {
        double u = random.nextDouble();
        return choices.get((int) (u * StrictMath.sqrt(u) * choices.size()));
    }

    /** How many of independent events happen where this many are expected (Knuth's method; an expectation below 500). */
    private int poisson(double expected) {
        double limit = StrictMath.exp(-expected);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
