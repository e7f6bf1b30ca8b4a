package io.partywall.isolation.noninterference;

import io.partywall.isolation.IsolationException;
import io.partywall.isolation.TenantScope;
import io.partywall.isolation.noninterference.Program.Step;
import io.partywall.isolation.noninterference.Program.Way;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jooq.exception.DataAccessException;

/** Runs a step in A's scope, by its way through the library. */
final class Execution {

    private Execution() {}

    static List<String> behindSavepoint(Step step, TenantScope scope, Connection connection) throws SQLException {
        Savepoint before;
        try {
            before = connection.setSavepoint();
        } catch (SQLException aborted) {
            return List.of(Outcome.of(aborted));
        }
        List<String> outcome = of(step, scope);
        if (failed(outcome)) {
            connection.rollback(before);
        } else {
            connection.releaseSavepoint(before);
        }
        return outcome;
    }

    static boolean failed(List<String> outcome) {
        return outcome.size() == 1
                && (outcome.getFirst().startsWith("error ")
                        || outcome.getFirst().startsWith("failure "));
    }

    /** What the tenant gets, failures too. */
    static List<String> of(Step step, TenantScope scope) throws SQLException {
        try {
            if (step.way() == Way.JOOQ) {
                List<String> outcome =
                        new ArrayList<>(ThroughJooq.run(scope, step.sql().toString()));
                Collections.sort(outcome);
                return outcome;
            }
            try (Connection connection = scope.dataSource().getConnection()) {
                return execute(connection, step);
            }
        } catch (SQLException | DataAccessException | IsolationException refused) {
            return List.of(Outcome.of(refused));
        }
    }

    private static List<String> execute(Connection connection, Step step) throws SQLException {
        String sql = step.sql().toString();
        return switch (step.way()) {
            case PREPARED, REUSED, BATCH -> prepared(connection, step);
            case GENERATED_KEYS -> {
                try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
                    int changed = statement.executeUpdate();
                    List<String> lines = Outcome.rows(statement.getGeneratedKeys());
                    lines.add("changed " + changed);
                    yield lines;
                }
            }
            default -> {
                try (Statement statement = connection.createStatement()) {
                    statement.setFetchSize(step.way() == Way.CURSOR ? 2 : 0);
                    yield Outcome.of(statement, statement.execute(sql));
                }
            }
        };
    }

    private static List<String> prepared(Connection connection, Step step) throws SQLException {
        List<String> lines = new ArrayList<>();
        PreparedStatement statement = connection.prepareStatement(step.sql().toString());
        try {
            for (List<Integer> binding : step.bindings()) {
                if (step.way() == Way.PREPARED) {
                    statement.close();
                    statement = connection.prepareStatement(step.sql().toString());
                }
                for (int i = 0; i < binding.size(); i++) {
                    statement.setInt(i + 1, binding.get(i));
                }
                if (step.way() == Way.BATCH) {
                    statement.addBatch();
                } else {
                    lines.addAll(Outcome.of(statement, statement.execute()));
                }
            }
            if (step.way() == Way.BATCH) {
                lines.add("changed " + Arrays.toString(statement.executeBatch()));
            }
        } finally {
            statement.close();
        }
        return lines;
    }
}
