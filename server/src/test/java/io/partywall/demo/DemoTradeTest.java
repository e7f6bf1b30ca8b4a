package io.partywall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.connectors.onlineretail.OnlineRetailReader;
import io.partywall.connectors.onlineretail.OrderLine;
import io.partywall.connectors.onlineretail.Row;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoTradeTest {

    private static final LocalDate LAST = LocalDate.of(2026, 3, 31);

    private static final Map<DemoShop, Map<LocalDate, List<OrderLine>>> TRADE = new HashMap<>();

    @TempDir
    private static Path directory;

    static List<DemoShop> shops() {
        return DemoShop.all();
    }

    @ParameterizedTest
    @MethodSource("shops")
    void theSameShopAndLastDayGiveTheSameBytes(DemoShop shop) throws Exception {
        List<Path> once = DemoTrade.write(shop, LAST, directory.resolve("once-" + shop));
        List<Path> again = DemoTrade.write(shop, LAST, directory.resolve("again-" + shop));

        assertThat(again).hasSameSizeAs(once);
        for (int i = 0; i < once.size(); i++) {
            assertThat(Files.mismatch(once.get(i), again.get(i)))
                    .as(once.get(i).toString())
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("shops")
    void everyLineIsReadByTheImportAndBelongsToItsFilesDay(DemoShop shop) {
        Map<LocalDate, List<OrderLine>> days = trade(shop);

        assertThat(days).hasSizeBetween(385, 397);
        days.forEach((day, lines) ->
                assertThat(lines).allMatch(line -> line.at().toLocalDate().equals(day)));
        assertThat(days.keySet()).allMatch(day -> !day.isBefore(DemoTrade.firstDay(LAST)) && !day.isAfter(LAST));
        assertThat(lines(days.values()).size() / (double) days.size()).isBetween(20.0, 80.0);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void tradeGrowsAndFollowsTheWeek(DemoShop shop) {
        Map<LocalDate, List<OrderLine>> days = trade(shop);

        double thisYear = linesADay(days, day -> day.isAfter(LAST.minusDays(28)));
        double lastYear = linesADay(days, day -> day.isAfter(LAST.minusDays(393)) && !day.isAfter(LAST.minusDays(365)));
        assertThat(thisYear / lastYear).isBetween(1.05, 1.9);

        DayOfWeek best = DayOfWeek.of(1
                + shop.week().indexOf(shop.week().stream().max(Double::compare).orElseThrow()));
        DayOfWeek worst = DayOfWeek.of(1
                + shop.week().indexOf(shop.week().stream().min(Double::compare).orElseThrow()));
        assertThat(linesADay(days, day -> day.getDayOfWeek() == best))
                .isGreaterThan(linesADay(days, day -> day.getDayOfWeek() == worst) * 1.3);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void theOutageAndTheCampaignShow(DemoShop shop) {
        Map<LocalDate, List<OrderLine>> days = trade(shop);
        double usual = linesADay(days, _ -> true);

        assertThat(linesADay(days, day -> within(shop.outage(), day))).isLessThan(usual / 4);
        assertThat(linesADay(days, day -> within(shop.campaign(), day))).isGreaterThan(usual * 1.3);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void customersComeBackGoodsTooAndSomeBuyersAreUnknownOrAbroad(DemoShop shop) {
        List<OrderLine> lines = lines(trade(shop).values());

        Map<String, Long> invoicesByCustomer = lines.stream()
                .filter(line -> line.customer() != null)
                .collect(Collectors.groupingBy(
                        line -> Objects.requireNonNull(line.customer()),
                        Collectors.mapping(OrderLine::invoice, Collectors.collectingAndThen(Collectors.toSet(), s ->
                                (long) s.size()))));
        assertThat(invoicesByCustomer.values()).anyMatch(invoices -> invoices > 5);
        assertThat(lines).anyMatch(line -> line.customer() == null);
        assertThat(lines)
                .filteredOn(OrderLine::cancels)
                .isNotEmpty()
                .allMatch(line -> line.value().signum() < 0);
        assertThat(lines)
                .filteredOn(line -> !line.cancels())
                .allMatch(line -> line.value().signum() > 0);
        assertThat(lines.stream().map(OrderLine::country).distinct()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(lines.stream().map(OrderLine::value).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isPositive();
    }

    /** What the import reads of a shop's files; written once for all tests. */
    private static Map<LocalDate, List<OrderLine>> trade(DemoShop shop) {
        return TRADE.computeIfAbsent(shop, DemoTradeTest::writtenAndRead);
    }

    private static Map<LocalDate, List<OrderLine>> writtenAndRead(DemoShop shop) {
        Map<LocalDate, List<OrderLine>> days = new TreeMap<>();
        for (Path file : DemoTrade.write(shop, LAST, directory.resolve(shop.slug()))) {
            days.put(LocalDate.parse(file.getFileName().toString().replace(".csv", "")), read(file));
        }
        return days;
    }

    private static List<OrderLine> read(Path file) {
        List<OrderLine> lines = new ArrayList<>();
        try (OnlineRetailReader reader = OnlineRetailReader.open(file)) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                lines.add((OrderLine) row);
            }
        }
        return lines;
    }

    private static boolean within(DemoShop.DaysBefore range, LocalDate day) {
        return range.contains(LAST.toEpochDay() - day.toEpochDay());
    }

    private static double linesADay(Map<LocalDate, List<OrderLine>> days, Predicate<LocalDate> which) {
        return days.entrySet().stream()
                .filter(day -> which.test(day.getKey()))
                .mapToInt(day -> day.getValue().size())
                .average()
                .orElse(0);
    }

    private static List<OrderLine> lines(Collection<List<OrderLine>> days) {
        return days.stream().flatMap(List::stream).toList();
    }
}
