package io.partywall.benchmarks;

import io.partywall.benchmarks.Shop.Tenant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Takes the times of variants in rounds: in each round every variant has one turn, in an order drawn anew, and each of a
 * turn's operations is for a tenant drawn at random. Whatever else the machine does meets all variants alike.
 */
final class Sampler {

    /** One operation for one tenant; the random numbers choose what it reads. */
    interface Operation {
        void run(Tenant tenant, Random random) throws SQLException;
    }

    record Variant(String name, List<Tenant> tenants, Operation operation) {}

    /** The median of single operations, and the quartiles on both sides of it, in microseconds. */
    record Micros(double lower, double median, double upper) {

        static Micros of(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Micros(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
        }

        private static double quantile(long[] sorted, double share) {
            return sorted[(int) Math.round(share * (sorted.length - 1))] / 1000.0;
        }
    }

    private static final int WARM_UP_ROUNDS = 40;
    private static final long TURN_NANOS = 12_000_000;
    private static final int MOST_OPERATIONS = 200;
    private static final int FEWEST_OPERATIONS = 4;

    private final int rounds;
    private final Random random = new Random(42);

    Sampler(int rounds) {
        this.rounds = rounds;
    }

    Map<String, Micros> measure(List<Variant> variants) throws SQLException {
        int operations = warmUp(variants);
        Map<Variant, long[]> times = new LinkedHashMap<>();
        variants.forEach(variant -> times.put(variant, new long[rounds * operations]));
        List<Variant> order = new ArrayList<>(variants);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Variant variant : order) {
                turn(variant, times.getOrDefault(variant, new long[0]), round * operations, operations);
            }
        }
        Map<String, Micros> quartiles = new LinkedHashMap<>();
        times.forEach((variant, nanos) -> quartiles.put(variant.name(), Micros.of(nanos)));
        return quartiles;
    }

    /** Compiles the code, prepares the statements, fills the caches, and says how many operations make a turn. */
    int warmUp(List<Variant> variants) throws SQLException {
        long[] times = new long[MOST_OPERATIONS];
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < Math.max(WARM_UP_ROUNDS, rounds / 4); round++) {
            for (Variant variant : variants) {
                long begin = System.nanoTime();
                int done = 0;
                while (done < MOST_OPERATIONS && System.nanoTime() - begin < TURN_NANOS) {
                    turn(variant, times, done++, 1);
                }
                fastest = Math.min(fastest, (System.nanoTime() - begin) / done);
            }
        }
        return Math.clamp(TURN_NANOS / fastest, FEWEST_OPERATIONS, MOST_OPERATIONS);
    }

    private void turn(Variant variant, long[] times, int offset, int operations) throws SQLException {
        for (int i = 0; i < operations; i++) {
            Tenant tenant =
                    variant.tenants().get(random.nextInt(variant.tenants().size()));
            long begin = System.nanoTime();
            variant.operation().run(tenant, random);
            times[offset + i] = System.nanoTime() - begin;
        }
    }
}
