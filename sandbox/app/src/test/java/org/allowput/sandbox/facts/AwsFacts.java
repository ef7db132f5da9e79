package org.allowput.sandbox.facts;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;
import org.jspecify.annotations.Nullable;

/**
 * The table of facts about AWS, {@code sandbox/emulator/aws-facts.json}: what others recorded that AWS answered or
 * sent. Each fact names its recording: a file of LocalStack's repository, a test, and the date.
 *
 * @param note where the recordings are
 */
record AwsFacts(
        String note,
        List<RecordedError> errors,
        List<RecordedAnswer> answers,
        List<RecordedEvent> events,
        List<RecordedTaskError> taskErrors) {
    static final Path FOLDER = Path.of("..", "emulator");

    static final AwsFacts TABLE = read();

    private static AwsFacts read() {
        return Unchecked.get(
                () -> JSON.std.beanFrom(AwsFacts.class, Files.readString(FOLDER.resolve("aws-facts.json"))));
    }

    /** A fact with the recording that it is taken from. */
    interface Fact {
        /** What tells it apart from other facts. */
        String name();

        String recording();

        String test();

        String recorded();
    }

    Stream<Fact> all() {
        return Stream.<List<? extends Fact>>of(errors, answers, events, taskErrors)
                .flatMap(List::stream);
    }

    /**
     * An answer that refuses a request.
     *
     * @param code empty if the answer has none
     * @param cause the name of the cause that the function must see in it
     * @param is what else the function must see in it: that the object is {@code gone}, that one {@code exists}, a
     *     {@code lost upload}, bytes that are {@code corrupted}, an execution that {@code exists already}
     * @param request the request, if the strict S3 refuses it
     */
    record RecordedError(
            String operation,
            String situation,
            int status,
            String code,
            String cause,
            @Nullable String is,
            @Nullable RefusedRequest request,
            String recording,
            String test,
            String recorded)
            implements Fact {
        @Override
        public String name() {
            return operation + ": " + situation;
        }
    }

    record RefusedRequest(String method, String key, String query, Map<String, String> headers) {}

    /**
     * An answer to a request that succeeded.
     *
     * @param absent headers that it does not have
     * @param demands what the function must read in it
     */
    record RecordedAnswer(
            String operation,
            String situation,
            int status,
            Map<String, String> headers,
            @Nullable List<String> absent,
            @Nullable String body,
            Map<String, Object> demands,
            String recording,
            String test,
            String recorded)
            implements Fact {
        @Override
        public String name() {
            return operation + ": " + situation;
        }
    }

    /**
     * An event, or the envelope of one.
     *
     * @param fields their values by their path of names, with dots between
     * @param absent paths of fields that it does not have
     * @param demands what the function must read in it
     */
    record RecordedEvent(
            String event,
            String situation,
            Map<String, Object> fields,
            @Nullable List<String> absent,
            Map<String, Object> demands,
            String recording,
            String test,
            String recorded)
            implements Fact {
        @Override
        public String name() {
            return event + ": " + situation;
        }

        Map<String, Object> document() {
            Map<String, Object> document = new LinkedHashMap<>();
            fields.forEach((path, value) -> {
                Map<String, Object> object = document;
                String[] names = path.split("\\.");
                for (String name : Arrays.copyOf(names, names.length - 1)) {
                    object = object(object.computeIfAbsent(name, created -> new LinkedHashMap<String, Object>()));
                }
                object.put(names[names.length - 1], value);
            });
            return document;
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> object(@Nullable Object value) {
            return (Map<String, Object>) Objects.requireNonNull(value);
        }
    }

    /**
     * An error that Step Functions gave to a task.
     *
     * @param resource the end of the task's resource, such as {@code lambda:invoke}
     * @param caught whether a catcher of {@code States.ALL} catches it
     */
    record RecordedTaskError(
            String taskError,
            String resource,
            String situation,
            boolean caught,
            String recording,
            String test,
            String recorded)
            implements Fact {
        @Override
        public String name() {
            return resource + " " + taskError + ": " + situation;
        }
    }
}
