package io.partywall.schema.walls;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** Operations in plain SQL, which names no tenant but where a row has to. */
final class RawStatements {

    private RawStatements() {}

    static Outcome run(Connection connection, Operation operation, Row present, Row fresh) throws SQLException {
        Relation relation = present.relation();
        try (Statement statement = connection.createStatement()) {
            if (operation == Operation.SELECT) {
                return select(statement, relation);
            }
            if (operation == Operation.INSERT && relation.onePerTenant()) {
                statement.executeUpdate(text(Operation.DELETE, present, fresh));
            }
            return new Outcome.Wrote(statement.executeUpdate(text(operation, present, fresh)));
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

    private static String text(Operation operation, Row present, Row fresh) {
        Relation relation = present.relation();
        String table = relation.qualifiedName();
        String column = Row.quoted(relation.assigned());
        return switch (operation) {
            case SELECT -> throw new IllegalArgumentException("writes nothing: " + operation);
            case INSERT -> fresh.insert();
            case UPDATE -> "update %s t set %s = t.%2$s where %s".formatted(table, column, present.keyCondition());
            case UPDATE_EVERYTHING -> "update %s t set %s = t.%2$s".formatted(table, column);
            case DELETE -> "delete from %s t where %s".formatted(table, present.keyCondition());
            case DELETE_EVERYTHING -> "delete from " + table;
            case UPSERT ->
                "%s on conflict (%s) do update set %s = excluded.%3$s"
                        .formatted(
                                present.insert(),
                                String.join(
                                        ", ",
                                        relation.key().stream().map(Row::quoted).toList()),
                                column);
            case MERGE ->
                """
                merge into %s t using (select) s on %s when matched then update set %s = t.%3$s
                when not matched then insert (%s) values (%s)\
                """.formatted(table, present.keyCondition(), column, present.columnList(), present.valueList());
            case MERGE_DELETING ->
                "merge into %s t using (select) s on %s when matched then delete"
                        .formatted(table, present.keyCondition());
            case MOVE ->
                "update %s t set tenant_id = '%s' where %s".formatted(table, Tenant.BETA.id(), present.keyCondition());
        };
    }
}
