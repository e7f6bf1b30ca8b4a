package io.partywall.audit;

import io.partywall.isolation.TenantId;
import io.partywall.tenants.Tenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trail as a file: JSON, one object a line, each with its {@code kind}. The first names the tenant ({@code trail}); then come
 * the seals ({@code checkpoint}) and the rows ({@code row}), whose members are named as the columns are; bytes are hexadecimal.
 */
final class TrailFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private TrailFile() {}

    /** Writes a trail; what goes wrong with the writer is an {@link UncheckedIOException}. */
    static TrailSink to(Writer out, Tenant tenant) {
        ObjectNode header = JSON.createObjectNode();
        header.put("kind", "trail");
        header.put("tenant_id", tenant.id().toString());
        header.put("slug", tenant.slug());
        line(out, header);
        return new TrailSink() {
            @Override
            public void checkpoint(Checkpoint checkpoint) {
                line(out, object(checkpoint));
            }

            @Override
            public void row(AuditRow row) {
                line(out, object(row));
            }
        };
    }

    private static void line(Writer out, ObjectNode object) {
        try {
            out.write(JSON.writeValueAsString(object));
            out.write('\n');
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static ObjectNode object(Checkpoint checkpoint) {
        ObjectNode object = JSON.createObjectNode();
        object.put("kind", "checkpoint");
        object.put("from_sequence", checkpoint.from());
        object.put("to_sequence", checkpoint.to());
        object.put("merkle_root", checkpoint.root().toString());
        object.put("previous", hex(checkpoint.previous()));
        object.put("head", checkpoint.head().toString());
        object.put("leaves", checkpoint.leaves().toString());
        object.put("created_at", Canonical.time(checkpoint.sealedAt()));
        object.put("key_id", checkpoint.keyId());
        object.put("signature", checkpoint.signature().toString());
        return object;
    }

    private static ObjectNode object(AuditRow row) {
        ObjectNode object = JSON.createObjectNode();
        object.put("kind", "row");
        Seal seal = row.seal();
        if (seal != null) {
            object.put("sequence", seal.sequence());
        }
        object.put("id", row.id().toString());
        object.put("created_at", Canonical.time(row.createdAt()));
        object.put("action", row.action());
        object.put("resource", row.resource());
        object.put("resource_id", row.resourceId());
        object.put("actor", row.actor());
        UUID user = row.userId();
        object.put("user_id", user == null ? null : user.toString());
        object.put("ip_address", row.ipAddress());
        object.put("user_agent", row.userAgent());
        object.put("request_id", row.requestId());
        object.set("changes", JSON.readTree(row.changes()));
        if (seal != null) {
            object.put("hash", seal.hash().toString());
            object.put("person_salt", hex(seal.personSalt()));
            object.put("person_hash", seal.personHash().toString());
            object.put("changes_salt", hex(seal.changesSalt()));
            object.put("changes_hash", seal.changesHash().toString());
        }
        return object;
    }

    private static @Nullable String hex(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.toString();
    }

    /** Whose trail was told to which sink. */
    record Read<S extends TrailSink>(TenantId tenant, String slug, S sink) {}

    /**
     * Tells a trail to the sink that is made for its tenant.
     *
     * @throws MalformedTrail when this is no trail
     */
    static <S extends TrailSink> Read<S> read(BufferedReader in, Function<TenantId, S> opened) throws IOException {
        Read<S> read = null;
        long number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode object = JSON.readTree(line);
                String kind = text(object, "kind");
                if (read == null) {
                    if (!kind.equals("trail")) {
                        throw new IllegalArgumentException("a trail begins with the line that names its tenant");
                    }
                    TenantId tenant = TenantId.of(text(object, "tenant_id"));
                    read = new Read<>(tenant, text(object, "slug"), opened.apply(tenant));
                } else {
                    tell(read.sink(), kind, object);
                }
            } catch (JacksonException malformed) {
                throw new MalformedTrail("line " + number + " is no JSON: " + malformed.getOriginalMessage());
            } catch (IllegalArgumentException | DateTimeException malformed) {
                throw new MalformedTrail("line " + number + ": " + malformed.getMessage());
            }
        }
        if (read == null) {
            throw new MalformedTrail("the file is empty");
        }
        return read;
    }

    private static void tell(TrailSink sink, String kind, JsonNode object) {
        switch (kind) {
            case "checkpoint" -> sink.checkpoint(checkpoint(object));
            case "row" -> sink.row(row(object));
            default -> throw new IllegalArgumentException("there is no kind '" + kind + "'");
        }
    }

    private static Checkpoint checkpoint(JsonNode object) {
        Checkpoint checkpoint = new Checkpoint(
                number(object, "from_sequence"),
                number(object, "to_sequence"),
                bytes(object, "merkle_root"),
                bytesOrNull(object, "previous"),
                bytes(object, "head"),
                bytes(object, "leaves"),
                Instant.parse(text(object, "created_at")),
                text(object, "key_id"),
                bytes(object, "signature"));
        if (checkpoint.from() < 1
                || checkpoint.to() < checkpoint.from()
                || checkpoint.leaves().length() != Hashes.LENGTH * (checkpoint.to() - checkpoint.from() + 1)) {
            throw new IllegalArgumentException("a checkpoint has 32 bytes of leaves for each of its rows");
        }
        return checkpoint;
    }

    private static AuditRow row(JsonNode object) {
        String user = textOrNull(object, "user_id");
        return new AuditRow(
                UUID.fromString(text(object, "id")),
                Instant.parse(text(object, "created_at")),
                text(object, "action"),
                text(object, "resource"),
                textOrNull(object, "resource_id"),
                textOrNull(object, "request_id"),
                text(object, "actor"),
                user == null ? null : UUID.fromString(user),
                textOrNull(object, "ip_address"),
                textOrNull(object, "user_agent"),
                JSON.writeValueAsString(member(object, "changes")),
                object.has("sequence") ? seal(object) : null);
    }

    private static Seal seal(JsonNode object) {
        return new Seal(
                number(object, "sequence"),
                bytes(object, "hash"),
                bytesOrNull(object, "person_salt"),
                bytes(object, "person_hash"),
                bytesOrNull(object, "changes_salt"),
                bytes(object, "changes_hash"));
    }

    private static JsonNode member(JsonNode object, String name) {
        JsonNode member = object.get(name);
        if (member == null) {
            throw new IllegalArgumentException("it lacks '" + name + "'");
        }
        return member;
    }

    private static @Nullable String textOrNull(JsonNode object, String name) {
        JsonNode member = member(object, name);
        if (member.isNull()) {
            return null;
        }
        if (!member.isString()) {
            throw new IllegalArgumentException("'" + name + "' is no text");
        }
        return member.stringValue();
    }

    private static String text(JsonNode object, String name) {
        String text = textOrNull(object, name);
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is null");
        }
        return text;
    }

    private static long number(JsonNode object, String name) {
        JsonNode member = member(object, name);
        if (!member.isIntegralNumber() || !member.canConvertToLong()) {
            throw new IllegalArgumentException("'" + name + "' is no whole number");
        }
        return member.longValue();
    }

    private static @Nullable Bytes bytesOrNull(JsonNode object, String name) {
        String text = textOrNull(object, name);
        return text == null ? null : Bytes.parse(text);
    }

    private static Bytes bytes(JsonNode object, String name) {
        return Bytes.parse(text(object, name));
    }
}
