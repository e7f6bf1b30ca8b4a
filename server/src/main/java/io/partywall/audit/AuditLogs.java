package io.partywall.audit;

import static io.partywall.schema.jooq.Tables.AUDIT_LOGS;

import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The trail as its tenant's administrators look at it. */
@Component
final class AuditLogs {

    /** As text: jOOQ does not know addresses. */
    private static final Field<String> ADDRESS = DSL.field(DSL.name("audit_logs", "ip_address"), String.class);

    private static final List<Field<?>> COLUMNS = List.of(
            AUDIT_LOGS.ID,
            AUDIT_LOGS.CREATED_AT,
            AUDIT_LOGS.ACTOR,
            AUDIT_LOGS.USER_ID,
            AUDIT_LOGS.ACTION,
            AUDIT_LOGS.RESOURCE,
            AUDIT_LOGS.RESOURCE_ID,
            AUDIT_LOGS.CHANGES,
            ADDRESS,
            AUDIT_LOGS.USER_AGENT,
            AUDIT_LOGS.REQUEST_ID,
            AUDIT_LOGS.SEQUENCE,
            AUDIT_LOGS.HASH);

    private static final String HEADER =
            "id,created_at,actor,user_id,action,resource,resource_id,changes,ip_address,user_agent,request_id,sequence,hash\r\n";

    private static final int FETCHED = 500;

    /** Which rows are asked for; null is any. */
    record Filter(
            @Nullable String action,
            @Nullable String resource,
            @Nullable String resourceId,
            @Nullable UUID userId,
            @Nullable String requestId,
            @Nullable Instant from,
            @Nullable Instant to) {

        Condition condition() {
            return DSL.and(Stream.of(
                            when(AUDIT_LOGS.ACTION, action),
                            when(AUDIT_LOGS.RESOURCE, resource),
                            when(AUDIT_LOGS.RESOURCE_ID, resourceId),
                            when(AUDIT_LOGS.USER_ID, userId),
                            when(AUDIT_LOGS.REQUEST_ID, requestId),
                            from == null ? DSL.noCondition() : AUDIT_LOGS.CREATED_AT.ge(from.atOffset(ZoneOffset.UTC)),
                            to == null ? DSL.noCondition() : AUDIT_LOGS.CREATED_AT.lt(to.atOffset(ZoneOffset.UTC)))
                    .toList());
        }

        private static <T> Condition when(Field<T> field, @Nullable T wanted) {
            return wanted == null ? DSL.noCondition() : field.eq(wanted);
        }
    }

    Page<AuditLogEntry> list(TenantScope scope, Filter filter, Paging paging) {
        return paging.newestFirst(
                scope.sql().select(COLUMNS).from(AUDIT_LOGS).where(filter.condition()),
                AUDIT_LOGS.ID,
                AuditLogs::entry);
    }

    /** Writes all that the filter means as CSV (RFC 4180), the oldest first. */
    void writeCsv(TenantScope scope, Filter filter, Writer out) {
        scope.inTransaction(() -> {
            try (Cursor<? extends Record> rows = scope.sql()
                    .select(COLUMNS)
                    .from(AUDIT_LOGS)
                    .where(filter.condition())
                    .orderBy(AUDIT_LOGS.ID)
                    .fetchSize(FETCHED)
                    .fetchLazy()) {
                out.write(HEADER);
                for (Record row : rows) {
                    write(out, entry(row));
                }
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
            return null;
        });
    }

    private static void write(Writer out, AuditLogEntry entry) throws IOException {
        Csv.line(
                out,
                entry.id(),
                entry.createdAt(),
                entry.actor(),
                entry.userId(),
                entry.action(),
                entry.resource(),
                entry.resourceId(),
                entry.changes(),
                entry.ipAddress(),
                entry.userAgent(),
                entry.requestId(),
                entry.sequence(),
                entry.hash());
    }

    private static AuditLogEntry entry(Record row) {
        byte[] hash = row.get(AUDIT_LOGS.HASH);
        return new AuditLogEntry(
                row.get(AUDIT_LOGS.ID),
                row.get(AUDIT_LOGS.CREATED_AT).toInstant(),
                row.get(AUDIT_LOGS.ACTOR),
                row.get(AUDIT_LOGS.USER_ID),
                row.get(AUDIT_LOGS.ACTION),
                row.get(AUDIT_LOGS.RESOURCE),
                row.get(AUDIT_LOGS.RESOURCE_ID),
                Json.mapper().readTree(row.get(AUDIT_LOGS.CHANGES).data()),
                row.get(ADDRESS),
                row.get(AUDIT_LOGS.USER_AGENT),
                row.get(AUDIT_LOGS.REQUEST_ID),
                row.get(AUDIT_LOGS.SEQUENCE),
                hash == null ? null : HexFormat.of().formatHex(hash));
    }
}
