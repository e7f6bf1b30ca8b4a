package io.partywall.inspector.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A schema of the corpus: SQL with lines {@code -- expect: <check> <object>} and, where a guess cannot know, {@code -- app: <roles>}. */
record LabelledSchema(String name, String sql, Set<String> expected, List<String> applicationRoles) {

    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    static Stream<LabelledSchema> all(String part) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(part))) {
            return files
                    .filter(f -> f.toString().endsWith(".sql"))
                    .sorted()
                    .map(file -> read(part, file))
                    .toList()
                    .stream();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static LabelledSchema read(String part, Path file) {
        try {
            String sql = Files.readString(file);
            Set<String> expected = labels(sql, "-- expect:").collect(Collectors.toCollection(TreeSet::new));
            List<String> roles = labels(sql, "-- app:")
                    .flatMap(line ->
                            Stream.of(line.replace("(group)", "").strip().split("[, ]+")))
                    .toList();
            return new LabelledSchema(part + "/" + file.getFileName(), sql, expected, roles);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Stream<String> labels(String sql, String prefix) {
        return sql.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip());
    }

    @Override
    public String toString() {
        return name;
    }
}
