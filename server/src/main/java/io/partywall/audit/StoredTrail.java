package io.partywall.audit;

import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The trail of the scope's tenant, as the database has it. */
final class StoredTrail {

    private static final int FETCHED = 500;

    private static final String END = "select coalesce(max(to_sequence), 0) from app.audit_checkpoints";

    private static final String CHECKPOINTS = """
        select from_sequence, to_sequence, merkle_root, previous, head, leaves, created_at, key_id, signature
        from app.audit_checkpoints where to_sequence <= ? order by from_sequence
        """;

    private static final String SEALED = AuditRows.SELECT + " where a.sequence <= ? order by a.sequence";

    private static final String UNSEALED =
            AuditRows.SELECT + " where (a.sequence is null or a.sequence > ?) order by a.created_at, a.id";

    private StoredTrail() {}

    /** What is sealed while it is read counts as not sealed yet. */
    static void tell(TenantScope scope, TrailSink sink) throws SQLException {
        try (Connection connection = scope.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            long end = end(connection);
            try (PreparedStatement statement = prepared(connection, CHECKPOINTS, end);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sink.checkpoint(checkpoint(row));
                }
            }
            try (PreparedStatement statement = prepared(connection, SEALED, end);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sink.row(AuditRows.row(row));
                }
            }
            List<AuditRow> beyond = new ArrayList<>();
            try (PreparedStatement statement = prepared(connection, UNSEALED, end);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    AuditRow read = AuditRows.row(row);
                    if (read.seal() == null) {
                        sink.row(read);
                    } else {
                        beyond.add(read);
                    }
                }
            }
            long endSince = end(connection);
            for (AuditRow row : beyond) {
                boolean isNew = Objects.requireNonNull(row.seal()).sequence() <= endSince;
                sink.row(isNew ? row.unsealed() : row);
            }
            connection.commit();
        }
    }

    private static long end(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, long end) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FETCHED);
        statement.setLong(1, end);
        return statement;
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getLong("from_sequence"),
                row.getLong("to_sequence"),
                AuditRows.bytes(row, "merkle_root"),
                AuditRows.bytesOrNull(row, "previous"),
                AuditRows.bytes(row, "head"),
                AuditRows.bytes(row, "leaves"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Objects.requireNonNull(row.getString("key_id")),
                AuditRows.bytes(row, "signature"));
    }
}
