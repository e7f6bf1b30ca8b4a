package io.partywall.schema.inspection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One protection taken away or weakened.
 *
 * @param name what it is, in words
 * @param finds the findings that name it, and no others: check and object
 * @param walks the probe that walks through the hole; empty where it is no hole as long as the other walls stand
 * @param undo what takes back what is not the database's own, such as roles; may be empty
 * @param from the oldest PostgreSQL that knows such a thing
 */
record Sabotage(String name, Set<String> finds, String walks, String undo, int from, String sql) {

    private static final String MARK = "-- sabotage: ";

    static Stream<Sabotage> all() {
        return Stream.of("roles", "relations", "policies", "keys", "grants").flatMap(Sabotage::read);
    }

    private static Stream<Sabotage> read(String group) {
        try (InputStream in = Sabotage.class.getResourceAsStream(group + ".sql")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split(MARK)).filter(block -> !block.isBlank()).map(Sabotage::parse);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Sabotage parse(String block) {
        List<String> lines = block.lines().toList();
        String from = value(lines, "-- from: ").findFirst().orElse("0");
        return new Sabotage(
                lines.getFirst(),
                new TreeSet<>(value(lines, "-- finds: ").toList()),
                value(lines, "-- walks: ").findFirst().orElse(""),
                value(lines, "-- undo: ").findFirst().orElse(""),
                Integer.parseInt(from),
                block.lines().skip(1).filter(line -> !line.startsWith("-- ")).reduce("", (a, b) -> a + "\n" + b));
    }

    private static Stream<String> value(List<String> lines, String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).map(line -> line.substring(prefix.length()));
    }

    @Override
    public String toString() {
        return name;
    }
}
