package org.allowput.sandbox.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.allowput.sandbox.log.LoggedOutcome;

/**
 * What is known of a run besides the function's log. No secret, and no content of an object.
 *
 * @param title of the page
 * @param prefix of the keys that belong to the run; empty for all
 * @param started no outcome before belongs to it
 * @param put how many objects were put
 * @param identical how many of them are in the target as they were put; empty where nobody compared
 */
public record RunRecord(
        String title, String prefix, Instant started, long put, OptionalLong identical, List<Access> access) {
    public RunRecord {
        access = List.copyOf(access);
    }

    /** Whether the outcome is one of this run's. */
    public boolean has(LoggedOutcome outcome) {
        return !outcome.time().isBefore(started)
                && (outcome.key().startsWith(prefix) || outcome.key().isEmpty());
    }

    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", title);
        fields.put("prefix", prefix);
        fields.put("started", started.toString());
        fields.put("put", put);
        identical.ifPresent(count -> fields.put("identical", count));
        fields.put("access", access.stream().map(Access::json).toList());
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RunRecord parse(String json) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(json);
            return new RunRecord(
                    String.valueOf(fields.get("title")),
                    String.valueOf(fields.get("prefix")),
                    Instant.parse(String.valueOf(fields.get("started"))),
                    fields.get("put") instanceof Number put ? put.longValue() : 0,
                    fields.get("identical") instanceof Number identical
                            ? OptionalLong.of(identical.longValue())
                            : OptionalLong.empty(),
                    fields.get("access") instanceof List<?> rows
                            ? rows.stream()
                                    .map(row -> Access.parse((Map<?, ?>) row))
                                    .toList()
                            : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
