package org.allowput.lambda.large;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.contract.LargeCopyStep;
import org.allowput.contract.large.CopyPlan;
import org.jspecify.annotations.Nullable;

/**
 * A request of the workflow to its function, for one task. The workflow's definition, in the CDK app, writes it.
 *
 * @param name of the execution
 * @param execution its ARN
 * @param round how often the copy has begun, from 1
 * @param range which range to copy, from 0
 * @param since when the workflow entered the state, whose task this may be an attempt of for the hundredth time
 * @param input of the execution: an event
 * @param error the name of what failed, with its text as cause
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html">Context
 *     object</a>: what the definition takes of it
 */
public record TaskRequest(
        LargeCopyStep task,
        String name,
        String execution,
        int round,
        int range,
        @Nullable Instant since,
        String input,
        String error,
        String cause) {
    /** Reads a payload. @throws IllegalArgumentException if it is none that the workflow's definition writes */
    public static TaskRequest read(InputStream payload) throws IOException {
        Map<String, Object> fields = JSON.std.mapFrom(payload);
        Object input = fields.get("input");
        return new TaskRequest(
                task(text(fields.get("task"))),
                text(fields.get("name")),
                text(fields.get("execution")),
                number(fields.get("round"), 1),
                number(fields.get("range"), 0),
                time(text(fields.get("since"))),
                input == null ? "" : JSON.std.asString(input),
                failure(fields, "Error"),
                failure(fields, "Cause"));
    }

    /** The beginning of the keys of all documents of this round. */
    public String prefix() {
        return prefix(round);
    }

    String prefix(int ofRound) {
        return CopyPlan.documents(name) + ofRound + "/";
    }

    /** The key of this round's {@link CopyPlan}. */
    String plan() {
        return CopyPlan.documents(name) + round + CopyPlan.KEY_END;
    }

    private static LargeCopyStep task(String text) {
        return LargeCopyStep.of(text)
                .orElseThrow(() -> new IllegalArgumentException("task is \"" + text + "\"; expected one of "
                        + Arrays.stream(LargeCopyStep.values())
                                .map(LargeCopyStep::text)
                                .collect(Collectors.joining(", "))
                        + ": only the workflow invokes this function"));
    }

    /** What Step Functions says of a failed state; a timeout has no cause. */
    private static String failure(Map<String, Object> fields, String name) {
        return fields.get("failure") instanceof Map<?, ?> failure && failure.get(name) instanceof String text
                ? text
                : "";
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Null for what is none: it is only reported. */
    @Nullable
    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static int number(@Nullable Object value, int missing) {
        return value instanceof Number number ? Math.toIntExact(number.longValue()) : missing;
    }
}
