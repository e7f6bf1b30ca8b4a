package io.partywall.jobs;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Payloads and results as JSON. What is read has to be exactly the record: nothing missing, nothing more. */
final class Payloads {

    static final int LARGEST = 256 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Escaped by JSON, and no backslash that is escaped itself. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)(\\\\\\\\)*+\\\\u0000");

    private Payloads() {}

    static String write(JobType<?> type, Record payload) {
        String json;
        try {
            json = JSON.writeValueAsString(payload);
        } catch (JacksonException unwritable) {
            throw new JobRefused("the payload of a job '" + type.name() + "' cannot be written as JSON: "
                    + unwritable.getOriginalMessage());
        }
        return bounded("the payload of a job '" + type.name() + "'", json);
    }

    static @Nullable String result(JobType<?> type, @Nullable Record result) {
        if (result == null) {
            return null;
        }
        return bounded("the result of a job '" + type.name() + "'", JSON.writeValueAsString(result));
    }

    private static String bounded(String what, String json) {
        if (NUL.matcher(json).find()) {
            throw new JobRefused(what + " holds a character U+0000, which PostgreSQL does not keep: leave it out");
        }
        // A character has at most three bytes in UTF-8 for each char of Java.
        int bytes = json.length() * 3 <= LARGEST ? json.length() : json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST) {
            throw new JobRefused(String.format(
                    Locale.ENGLISH,
                    "%s has %,d bytes and may have %,d: keep the data in a table and name it there",
                    what,
                    bytes,
                    LARGEST));
        }
        return json;
    }

    /** The record of this JSON. {@link PermanentFailure} where it is none. */
    static <T extends Record> T read(String what, Class<T> type, String json) {
        try {
            return JSON.readValue(json, type);
        } catch (JacksonException unreadable) {
            throw new PermanentFailure(what + " cannot be read as " + type.getSimpleName() + ": "
                    + unreadable.getOriginalMessage() + "; when it can, have the job tried again");
        }
    }
}
