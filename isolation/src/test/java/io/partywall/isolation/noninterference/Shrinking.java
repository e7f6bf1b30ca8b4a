package io.partywall.isolation.noninterference;

import io.partywall.isolation.noninterference.Program.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a difference small: fewer statements, fewer rows, simpler expressions, as long as it stays one. Of our own,
 * because jqwik is built on the JUnit Platform 1, which JUnit 6 has left behind.
 */
final class Shrinking {

    private static final int ATTEMPTS = 200;

    /** A program and rows for which the twins differ. */
    record Found(Program program, List<Row> rows, String difference) {}

    private interface Candidate<T> {
        Optional<Found> tried(List<T> fewer) throws SQLException;
    }

    private final TwinDatabases twins;
    private Found smallest;
    private int attempts;

    private Shrinking(TwinDatabases twins, Found found) {
        this.twins = twins;
        this.smallest = found;
    }

    static Found smallest(TwinDatabases twins, Found found) throws SQLException {
        Shrinking shrinking = new Shrinking(twins, found);
        shrinking.fewerSteps();
        shrinking.fewerRows();
        shrinking.simplerSteps();
        shrinking.fewerSteps();
        shrinking.fewerRows();
        return shrinking.smallest;
    }

    private void fewerSteps() throws SQLException {
        fewer(smallest.program().steps(), steps -> tried(smallest.program().with(steps), smallest.rows()));
    }

    private void fewerRows() throws SQLException {
        List<Row> ofA = smallest.rows().stream().filter(Row::isOfA).toList();
        List<Row> ofB = smallest.rows().stream().filter(row -> !row.isOfA()).toList();
        fewer(ofB, rows -> tried(smallest.program(), kept(ofA, rows)));
        List<Row> left = smallest.rows().stream().filter(row -> !row.isOfA()).toList();
        fewer(ofA, rows -> tried(smallest.program(), kept(rows, left)));
    }

    /** In their order. */
    private List<Row> kept(List<Row> some, List<Row> others) {
        return smallest.rows().stream()
                .filter(row -> some.contains(row) || others.contains(row))
                .toList();
    }

    private void simplerSteps() throws SQLException {
        boolean again = true;
        while (again) {
            again = false;
            List<Step> steps = smallest.program().steps();
            for (int i = 0; i < steps.size() && !again; i++) {
                again = simpler(i, steps.get(i));
            }
        }
    }

    private boolean simpler(int index, Step step) throws SQLException {
        List<Step> forms = new ArrayList<>();
        step.sql().simplified().forEach(sql -> forms.add(new Step(step.way(), sql, step.bindings())));
        if (step.bindings().size() > 1) {
            step.bindings().forEach(binding -> forms.add(new Step(step.way(), step.sql(), List.of(binding))));
        }
        for (Step form : forms) {
            List<Step> changed = new ArrayList<>(smallest.program().steps());
            changed.set(index, form);
            if (tried(smallest.program().with(changed), smallest.rows()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Takes things away, half of them first and one by one at last. */
    private <T> void fewer(List<T> all, Candidate<T> candidate) throws SQLException {
        List<T> left = all;
        for (int size = (all.size() + 1) / 2; size >= 1; size = size == 1 ? 0 : (size + 1) / 2) {
            for (int from = 0; from < left.size(); ) {
                List<T> fewer = Stream.concat(
                                left.subList(0, from).stream(),
                                left.subList(Math.min(from + size, left.size()), left.size()).stream())
                        .toList();
                if (candidate.tried(fewer).isPresent()) {
                    left = fewer;
                } else {
                    from += size;
                }
            }
        }
    }

    private Optional<Found> tried(Program program, List<Row> rows) throws SQLException {
        if (attempts++ >= ATTEMPTS) {
            return Optional.empty();
        }
        twins.fill(rows);
        Optional<Found> found = twins.difference(program).map(difference -> new Found(program, rows, difference));
        found.ifPresent(smaller -> smallest = smaller);
        return found;
    }
}
