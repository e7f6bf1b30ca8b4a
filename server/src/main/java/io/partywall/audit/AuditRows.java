package io.partywall.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a row of the trail is read, whoever reads it. */
final class AuditRows {

    static final String SELECT = """
        select a.id, a.created_at, a.action, a.resource, a.resource_id, a.request_id, a.actor, a.user_id,
            host(a.ip_address) as ip_address, a.user_agent, a.changes, a.sequence, a.hash, a.person_salt, a.person_hash,
            a.changes_salt, a.changes_hash
        from app.audit_logs a
        """;

    private AuditRows() {}

    static AuditRow row(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getObject("id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("action"),
                row.getString("resource"),
                row.getString("resource_id"),
                row.getString("request_id"),
                row.getString("actor"),
                row.getObject("user_id", UUID.class),
                row.getString("ip_address"),
                row.getString("user_agent"),
                row.getString("changes"),
                seal(row));
    }

    private static @Nullable Seal seal(ResultSet row) throws SQLException {
        return row.getObject("sequence") == null
                ? null
                : new Seal(
                        row.getLong("sequence"),
                        bytes(row, "hash"),
                        bytesOrNull(row, "person_salt"),
                        bytes(row, "person_hash"),
                        bytesOrNull(row, "changes_salt"),
                        bytes(row, "changes_hash"));
    }

    static Bytes bytes(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(bytesOrNull(row, column));
    }

    static @Nullable Bytes bytesOrNull(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : Bytes.of(bytes);
    }
}
