package io.partywall.access;

import static io.partywall.schema.jooq.Tables.SESSIONS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Who is logged in. Safe for use by several threads. */
final class Sessions {

    /** A session ends after this, however busy it is. */
    static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_LISTED = 200;

    /**
     * A session as its owner sees it.
     *
     * @param current whether it is the one that asks
     */
    record Session(
            UUID id,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt,
            @Nullable String ipAddress,
            @Nullable String userAgent,
            boolean current) {}

    private final PlatformWork platform;
    private final Clock clock;

    Sessions(PlatformWork platform, Clock clock) {
        this.platform = platform;
        this.clock = clock;
    }

    /** Opens a session in this transaction; returns its token, which nobody can tell again. */
    String open(DSLContext sql, UUID person, Origin origin) {
        String token = Tokens.random();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        sql.execute(
                "insert into app.sessions (id, user_id, token_hash, created_at, last_seen_at, expires_at, ip_address,"
                        + " user_agent) values (?, ?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?::inet, ?)",
                UuidCreator.getTimeOrderedEpoch(),
                person,
                Tokens.hash(token),
                now,
                now,
                now.plus(LONGEST),
                origin.address(),
                origin.agent());
        return token;
    }

    /** Ends the session with this token, if there is one. */
    void close(String token, Origin origin) {
        platform.as(
                null,
                origin,
                sql -> sql.deleteFrom(SESSIONS)
                        .where(SESSIONS.TOKEN_HASH.eq(Tokens.hash(token)))
                        .execute());
    }

    /** Ends all sessions of a person but one; null is none. */
    static void closeOthers(DSLContext sql, UUID person, @Nullable UUID kept) {
        sql.deleteFrom(SESSIONS)
                .where(SESSIONS.USER_ID.eq(person))
                .and(kept == null ? DSL.noCondition() : SESSIONS.ID.ne(kept))
                .execute();
    }

    List<Session> list(Caller caller) {
        return platform.sql()
                .select(
                        SESSIONS.asterisk(),
                        DSL.field("host(ip_address)", SQLDataType.VARCHAR).as("address"))
                .from(SESSIONS)
                .where(SESSIONS.USER_ID.eq(caller.person().id()))
                .and(SESSIONS.EXPIRES_AT.gt(clock.instant().atOffset(ZoneOffset.UTC)))
                .orderBy(SESSIONS.LAST_SEEN_AT.desc())
                .limit(MOST_LISTED)
                .fetch(row -> new Session(
                        row.get(SESSIONS.ID),
                        row.get(SESSIONS.CREATED_AT).toInstant(),
                        row.get(SESSIONS.LAST_SEEN_AT).toInstant(),
                        row.get(SESSIONS.EXPIRES_AT).toInstant(),
                        row.get("address", String.class),
                        row.get(SESSIONS.USER_AGENT),
                        Objects.equals(row.get(SESSIONS.ID), caller.session())));
    }

    /** Ends one of the caller's sessions. {@link Refused} where it is none. */
    void revoke(Caller caller, UUID session, Origin origin) {
        platform.as(caller.person().id(), origin, sql -> {
            int ended = sql.deleteFrom(SESSIONS)
                    .where(SESSIONS.ID.eq(session))
                    .and(SESSIONS.USER_ID.eq(caller.person().id()))
                    .execute();
            if (ended == 0) {
                throw Refused.notFound("session", session);
            }
            PlatformWork.record(sql, "revoke", "sessions", session, Map.of());
            return 0;
        });
    }
}
