package io.partywall.http;

import static io.partywall.schema.jooq.Tables.IDEMPOTENCY_KEYS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.isolation.TenantScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jooq.JSONB;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what carries an {@code Idempotency-Key} once: whoever sends it again within a day gets the first answer
 * (draft-ietf-httpapi-idempotency-key-header-07). The key is kept in the transaction of what it stands for, so that a request that
 * failed leaves none and may be tried again. A key belongs to its tenant, its sender and its address.
 */
final class Idempotency {

    static final String HEADER = "Idempotency-Key";

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST_KEY = 255;

    private final JsonMapper json;
    private final Clock clock;

    Idempotency(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    @Nullable
    Object once(
            TenantScope scope,
            HttpServletRequest request,
            HttpServletResponse response,
            HandlerMethod handler,
            Callable<@Nullable Object> work)
            throws Exception {
        String key = request.getHeader(HEADER);
        if (key == null || !request.getMethod().equals("POST")) {
            return work.call();
        }
        if (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw Refused.of(
                    ProblemType.MALFORMED_REQUEST,
                    "an Idempotency-Key has 1 to " + LONGEST_KEY + " printable ASCII characters");
        }
        // The origin names the API key, if it was one: a narrower key of the same person gets no answer of a wider one.
        String route =
                request.getRequestURI() + " " + scope.context().actor() + " " + RequestContext.credential(request);
        byte[] fingerprint = fingerprint(request);
        lock(scope, key, route);
        Object before = answerOf(scope, key, route, fingerprint);
        if (before != null) {
            return before;
        }
        Object answer = work.call();
        keep(scope, key, route, fingerprint, told(request, response, handler, answer));
        return answer;
    }

    /** Not waited for: whoever holds it has not answered yet. */
    private static void lock(TenantScope scope, String key, String route) {
        boolean free = scope.sql()
                .fetchSingle(scope.unscopedSql(
                        "select pg_try_advisory_xact_lock(hashtextextended('app.idempotency_keys/' || ? || '/' || ? ||"
                                + " '/' || ?, 0))",
                        scope.context().tenant().toString(),
                        key,
                        route))
                .get(0, Boolean.class);
        if (!free) {
            throw Refused.of(ProblemType.IN_PROGRESS);
        }
    }

    private @Nullable Object answerOf(TenantScope scope, String key, String route, byte[] fingerprint) {
        scope.sql()
                .deleteFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.KEY.eq(key))
                .and(IDEMPOTENCY_KEYS.ROUTE.eq(route))
                .and(IDEMPOTENCY_KEYS.EXPIRES_AT.le(now()))
                .execute();
        Record2<byte[], JSONB> kept = scope.sql()
                .select(IDEMPOTENCY_KEYS.REQUEST_FINGERPRINT, IDEMPOTENCY_KEYS.RESPONSE)
                .from(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.KEY.eq(key))
                .and(IDEMPOTENCY_KEYS.ROUTE.eq(route))
                .fetchOne();
        if (kept == null) {
            return null;
        }
        if (!Arrays.equals(kept.value1(), fingerprint)) {
            throw Refused.of(ProblemType.KEY_REUSED);
        }
        return replayed(json.readTree(kept.value2().data()));
    }

    private static ResponseEntity<JsonNode> replayed(JsonNode answer) {
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(
                        answer.get("status").intValue())
                .header("Idempotency-Replayed", "true")
                .contentType(MediaType.APPLICATION_JSON);
        if (answer.hasNonNull("etag")) {
            builder.eTag(answer.get("etag").stringValue());
        }
        if (answer.hasNonNull("location")) {
            builder.header("Location", answer.get("location").stringValue());
        }
        return answer.hasNonNull("body") ? builder.body(answer.get("body")) : builder.build();
    }

    private ObjectNode told(
            HttpServletRequest request, HttpServletResponse response, HandlerMethod handler, @Nullable Object answer) {
        ObjectNode told = json.createObjectNode();
        ResponseStatus declared = handler.getMethodAnnotation(ResponseStatus.class);
        told.put(
                "status",
                declared == null ? response.getStatus() : declared.code().value());
        if (answer instanceof Resource resource) {
            told.put("etag", IfMatch.etag(resource));
            if (told.get("status").intValue() == HttpStatus.CREATED.value()) {
                told.put("location", request.getRequestURI() + "/" + resource.key());
            }
        }
        if (answer != null) {
            told.set("body", json.valueToTree(answer instanceof ShownOnce shown ? shown.withoutSecret() : answer));
        }
        return told;
    }

    private void keep(TenantScope scope, String key, String route, byte[] fingerprint, ObjectNode answer) {
        scope.sql()
                .insertInto(IDEMPOTENCY_KEYS)
                .set(IDEMPOTENCY_KEYS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(IDEMPOTENCY_KEYS.KEY, key)
                .set(IDEMPOTENCY_KEYS.ROUTE, route)
                .set(IDEMPOTENCY_KEYS.REQUEST_FINGERPRINT, fingerprint)
                .set(IDEMPOTENCY_KEYS.RESPONSE, JSONB.valueOf(json.writeValueAsString(answer)))
                .set(IDEMPOTENCY_KEYS.EXPIRES_AT, now().plus(KEPT))
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static byte[] fingerprint(HttpServletRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    Objects.requireNonNullElse(request.getQueryString(), "").getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(BoundedBody.of(request));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
