package io.partywall.isolation.noninterference;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Two databases with the same schema: in one A is alone, in the other B is there too. */
final class TwinDatabases implements AutoCloseable {

    final boolean newest;
    /** What programs came to, and how often. */
    final Map<String, Integer> tally = new TreeMap<>();

    private final Twin alone = new Twin();
    private final Twin shared = new Twin();
    private List<Row> rows = List.of();
    private Set<String> names = Set.of();
    private Twin.Stored storedAlone = new Twin.Stored(Map.of(), Map.of());
    private Twin.Stored storedShared = storedAlone;

    TwinDatabases() throws SQLException {
        newest = shared.majorVersion() >= 17;
    }

    void build(RandomSchema schema, List<String> takenAway) throws SQLException {
        alone.build(schema, takenAway);
        shared.build(schema, takenAway);
        names = schema.storedTables().stream().map(Table::name).collect(Collectors.toSet());
    }

    void fill(List<Row> all) throws SQLException {
        rows = all;
        fill(names);
        storedAlone = alone.stored();
        storedShared = shared.stored();
    }

    private void fill(Set<String> tables) throws SQLException {
        alone.fill(tables, rows.stream().filter(Row::isOfA).toList());
        shared.fill(tables, rows);
    }

    void analyze() throws SQLException {
        alone.analyze();
        shared.analyze();
    }

    /** How the rows of B show when A runs the program; the rows are afterwards what they were. */
    Optional<String> difference(Program program) throws SQLException {
        List<List<String>> without = alone.run(program);
        List<List<String>> with = shared.run(program);
        Twin.Stored aloneAfter = alone.stored();
        Twin.Stored sharedAfter = shared.stored();
        Set<String> changed = new TreeSet<>(aloneAfter.unlike(storedAlone));
        changed.addAll(sharedAfter.unlike(storedShared));
        if (!changed.isEmpty()) {
            fill(changed);
        }
        for (int i = 0; i < with.size(); i++) {
            String step = i < program.steps().size() ? program.steps().get(i).toString() : "the end";
            count(with.get(i));
            if (!with.get(i).equals(without.get(i))) {
                return Optional.of(told(step, without.get(i), with.get(i)));
            }
        }
        if (!sharedAfter.ofA().equals(aloneAfter.ofA())) {
            return Optional.of(told("the rows of A afterwards", aloneAfter.ofA(), sharedAfter.ofA()));
        }
        return sharedAfter.ofOthers().equals(storedShared.ofOthers())
                ? Optional.empty()
                : Optional.of(told("the rows of B, before and after", storedShared.ofOthers(), sharedAfter.ofOthers()));
    }

    private static String told(String what, Object without, Object with) {
        return "%s%n--   without B: %s%n--   with B:    %s".formatted(what, without, with);
    }

    private void count(List<String> outcome) {
        String first = outcome.isEmpty() ? "no rows" : outcome.getFirst();
        String kind = first.startsWith("(") ? "rows" : first.split(" ", 3)[0];
        if (Execution.failed(outcome)) {
            kind = first.split(" ", 3)[1];
        }
        tally.merge(kind, 1, Integer::sum);
    }

    @Override
    public void close() throws SQLException {
        alone.close();
        shared.close();
    }
}
