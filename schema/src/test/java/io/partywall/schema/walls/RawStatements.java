package io.partywall.schema.walls;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** Operations in plain SQL, which names no tenant but where a row has to. */
final class RawStatements {

    private RawStatements() {}

    static Outcome run(Connection connection, Operation operation, Aim aim) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (operation == Operation.SELECT) {
                return select(statement, aim.relation());
            }
            if (aim.needsRoom(operation)) {
                statement.executeUpdate(text(Operation.DELETE_EVERYTHING, aim));
            }
            return new Outcome.Wrote(statement.executeUpdate(text(operation, aim)));
        }
    }

    private static Outcome select(Statement statement, Relation relation) throws SQLException {
        Set<String> seen = new TreeSet<>();
        try (ResultSet rows =
                statement.executeQuery("select tenant_id || '/' || id from " + relation.qualifiedName())) {
            while (rows.next()) {
                seen.add(rows.getString(1));
            }
        }
        return new Outcome.Saw(seen);
    }

    private static String text(Operation operation, Aim aim) {
        String table = aim.relation().qualifiedName();
        String column = Row.quoted(aim.relation().assigned());
        String isPresent = aim.present().keyCondition();
        return switch (operation) {
            case SELECT -> throw new IllegalArgumentException("writes nothing: " + operation);
            case INSERT -> aim.fresh().insert();
            case UPDATE -> "update %s t set %s = t.%2$s where %s".formatted(table, column, isPresent);
            case UPDATE_EVERYTHING -> "update %s t set %s = t.%2$s".formatted(table, column);
            case DELETE -> "delete from %s t where %s".formatted(table, isPresent);
            case DELETE_EVERYTHING -> "delete from " + table;
            case UPSERT -> upsert(aim.present(), column);
            case UPSERT_TAKEN_ID -> upsert(aim.taken(), column);
            case MERGE ->
                """
                merge into %s t using (select) s on %s when matched then update set %s = t.%3$s
                when not matched then insert (%s) values (%s)\
                """.formatted(
                                table,
                                isPresent,
                                column,
                                aim.present().columnList(),
                                aim.present().valueList());
            case MERGE_DELETING ->
                "merge into %s t using (select) s on %s when matched then delete".formatted(table, isPresent);
            case MOVE -> "update %s t set tenant_id = '%s' where %s".formatted(table, Tenant.BETA.id(), isPresent);
        };
    }

    private static String upsert(Row row, String column) {
        String key = row.relation().key().stream().map(Row::quoted).collect(joining(", "));
        return "%s on conflict (%s) do update set %s = excluded.%3$s".formatted(row.insert(), key, column);
    }
}
