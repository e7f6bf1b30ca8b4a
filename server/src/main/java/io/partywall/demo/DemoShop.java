package io.partywall.demo;

import java.time.ZoneId;
import java.util.List;

/**
 * One shop and how it trades.
 *
 * @param linesPerDay order lines on an average day at the beginning
 * @param week how an ordinary week's trade spreads, Monday first; 1 is an average day
 * @param yearlyGrowth 0.3 is 30 % a year
 * @param markets where customers live, by weight; the first is the shop's own
 * @param season how trade spreads over the months, January first; 1 is an average month
 * @param outage when the shop was down, in days before the last day
 * @param campaign when everything was 15 % off, in days before the last day
 */
public record DemoShop(
        String slug,
        String name,
        ZoneId timeZone,
        String currency,
        long seed,
        double linesPerDay,
        List<Double> week,
        double yearlyGrowth,
        List<Market> markets,
        List<Article> articles,
        List<Double> season,
        DaysBefore outage,
        DaysBefore campaign) {

    /** A country that customers live in. */
    record Market(String country, int weight) {}

    /** A range of days, counted back from the last one; both inclusive. */
    record DaysBefore(int first, int last) {
        boolean contains(long daysBefore) {
            return daysBefore <= first && daysBefore >= last;
        }
    }

    /** The three of the demonstration: different in size, zone, currency, growth and rhythm. */
    public static List<DemoShop> all() {
        return DemoShops.ALL;
    }

    @Override
    public String toString() {
        return slug;
    }
}
