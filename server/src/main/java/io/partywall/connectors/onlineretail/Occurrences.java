package io.partywall.connectors.onlineretail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts how often an invoice and a stock code were seen together, for a file of any size and in any order. It keeps a set of
 * 64-bit hashes of (invoice, stock code, occurrence), 8 bytes a line at half load: on the heap for two million lines, in a
 * mapped temporary file beyond, which the operating system pages. The occurrence of a line is the smallest that is not in
 * the set, found by doubling and halving.
 *
 * <p>Two of n lines share a hash with a probability of n²/2⁶⁵ (one in ten million for two million lines). One of them is then
 * numbered 2 in place of 1: still unique, still the same at every reading.
 */
final class Occurrences implements AutoCloseable {

    private static final int FIRST_SLOTS = 1 << 14;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long mostHeapSlots;
    private Slots slots = new HeapSlots(FIRST_SLOTS);
    private long used;

    Occurrences() {
        this(1 << 22);
    }

    /** @param mostHeapSlots beyond how many slots (twice the lines, a power of two) the set moves to a file */
    Occurrences(long mostHeapSlots) {
        this.mostHeapSlots = mostHeapSlots;
    }

    /** The number of this line among those of its invoice and stock code: 1 for the first. */
    int next(String invoice, String stockCode) {
        long pair = hash(hash(FNV_OFFSET, invoice) * FNV_PRIME, stockCode);
        int absent = 1;
        while (contains(pair, absent)) {
            absent *= 2;
        }
        int present = absent / 2;
        while (absent - present > 1) {
            int middle = (absent + present) >>> 1;
            if (contains(pair, middle)) {
                present = middle;
            } else {
                absent = middle;
            }
        }
        add(mixed(pair, absent));
        return absent;
    }

    @Override
    public void close() {
        slots.close();
    }

    private boolean contains(long pair, int occurrence) {
        return slots.get(slotOf(slots, mixed(pair, occurrence))) != 0;
    }

    private void add(long hash) {
        if (++used * 2 > slots.count()) {
            grow();
        }
        slots.set(slotOf(slots, hash), hash);
    }

    private void grow() {
        long wanted = slots.count() * 2;
        Slots larger = wanted <= mostHeapSlots ? new HeapSlots((int) wanted) : FileSlots.of(wanted);
        for (long i = 0; i < slots.count(); i++) {
            long hash = slots.get(i);
            if (hash != 0) {
                larger.set(slotOf(larger, hash), hash);
            }
        }
        slots.close();
        slots = larger;
    }

    /** Where the hash is, or the empty slot where it would go. */
    private static long slotOf(Slots slots, long hash) {
        long mask = slots.count() - 1;
        long slot = hash & mask;
        for (long found = slots.get(slot); found != 0 && found != hash; found = slots.get(slot)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash ^ text.length();
    }

    /** The finaliser of MurmurHash3: FNV alone leaves the low bits poor. Never 0, which means an empty slot. */
    private static long mixed(long pair, int occurrence) {
        long hash = pair + occurrence * GOLDEN;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    private sealed interface Slots {
        long count();

        long get(long slot);

        void set(long slot, long hash);

        default void close() {}
    }

    private static final class HeapSlots implements Slots {

        private final long[] slots;

        HeapSlots(int count) {
            slots = new long[count];
        }

        @Override
        public long count() {
            return slots.length;
        }

        @Override
        public long get(long slot) {
            return slots[(int) slot];
        }

        @Override
        public void set(long slot, long hash) {
            slots[(int) slot] = hash;
        }
    }

    private record FileSlots(Arena arena, MemorySegment slots, long count) implements Slots {

        static FileSlots of(long count) {
            // Shared: the thread that reads ahead fills it, and the one that imports closes it.
            Arena arena = Arena.ofShared();
            try {
                Path file = Files.createTempFile("partywall-occurrences-", ".tmp");
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, count * Long.BYTES, arena);
                    return new FileSlots(arena, mapped, count);
                } finally {
                    // The mapping keeps the bytes; the name would outlive a kill.
                    Files.delete(file);
                }
            } catch (IOException noRoom) {
                arena.close();
                throw new UncheckedIOException(
                        "no room for a temporary file of " + count * Long.BYTES + " bytes in "
                                + System.getProperty("java.io.tmpdir"),
                        noRoom);
            }
        }

        @Override
        public long get(long slot) {
            return slots.getAtIndex(ValueLayout.JAVA_LONG, slot);
        }

        @Override
        public void set(long slot, long hash) {
            slots.setAtIndex(ValueLayout.JAVA_LONG, slot, hash);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
