package io.partywall.connectors.onlineretail;

import static io.partywall.connectors.onlineretail.Installation.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.connectors.onlineretail.OnlineRetailImport.Result;
import io.partywall.snapshots.Snapshot;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made by chance, restated again and again: the figures always agree with a computation from the last file alone. */
class RandomDaysTest {

    private static final int RESTATEMENTS = 12;

    @TempDir
    private Path directory;

    @Test
    void afterAnyRestatementTheFiguresAreThoseOfTheFile() throws Exception {
        Random chance = new Random(20101201);
        try (Installation installation = new Installation()) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < RESTATEMENTS; i++) {
                change(lines, chance);
                Result result =
                        installation.read(installation.acme, file(directory, "day.csv", lines.toArray(String[]::new)));

                assertThat(result.read()).isEqualTo(lines.size());
                assertThat(installation.facts(installation.acme)).hasSameSizeAs(lines);
                Snapshot day = installation.snapshots(installation.acme).getFirst();
                assertAgrees(day, lines);
            }
        }
    }

    private static void change(List<String> lines, Random chance) {
        lines.removeIf(line -> chance.nextInt(4) == 0);
        for (int i = 0; i < lines.size(); i++) {
            if (chance.nextInt(5) == 0) {
                lines.set(i, line(chance));
            }
        }
        int more = 1 + chance.nextInt(40);
        for (int i = 0; i < more; i++) {
            lines.add(chance.nextInt(lines.size() + 1), line(chance));
        }
    }

    private static String line(Random chance) {
        boolean returned = chance.nextInt(10) == 0;
        return (returned ? "C" : "") + chance.nextInt(8) + ",S" + chance.nextInt(5) + ",\"TEA, \"\"BEST\"\"\","
                + (returned ? "-" : "") + chance.nextInt(20) + ",2010-12-01 " + (10 + chance.nextInt(14)) + ":00:00,"
                + chance.nextInt(90) + "." + (10 + chance.nextInt(90)) + ","
                + (chance.nextInt(6) == 0 ? "" : String.valueOf(chance.nextInt(9))) + ",Country " + chance.nextInt(4);
    }

    private static void assertAgrees(Snapshot day, List<String> lines) {
        BigDecimal revenue = BigDecimal.ZERO;
        Set<String> invoices = new TreeSet<>();
        Set<String> customers = new TreeSet<>();
        Map<String, BigDecimal> byCountry = new TreeMap<>();
        for (String line : lines) {
            String[] fields = line.replace("\"TEA, \"\"BEST\"\"\"", "TEA").split(",", -1);
            BigDecimal value = new BigDecimal(fields[3]).multiply(new BigDecimal(fields[5]));
            revenue = revenue.add(value);
            byCountry.merge(fields[7], value, BigDecimal::add);
            if (!fields[0].startsWith("C")) {
                invoices.add(fields[0]);
                if (!fields[6].isEmpty()) {
                    customers.add(fields[6]);
                }
            }
        }
        assertThat(day.revenue()).isEqualByComparingTo(revenue);
        assertThat(day.conversions()).isEqualTo(invoices.size());
        assertThat(day.users()).isEqualTo(customers.size());
        assertThat(day.sourceBreakdown()).hasSameSizeAs(byCountry);
        byCountry.forEach((country, share) ->
                assertThat(day.sourceBreakdown().get(country)).isEqualByComparingTo(share));
    }
}
