package org.allowput.lambda.priming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.lambda.loopback.LoopbackServices;

/**
 * The events that prime the function: batches of a queue's messages in each format that triggers send, and tasks of S3
 * Batch Operations. They are made of the files of {@code events/}, which have the members that AWS's have: a name that
 * the JSON parser has not seen is code that the JVM has not compiled. Each batch names every small object of the
 * loopback services once; one of {@value #BATCHES_PER_LARGE_OBJECT} batches names the large object as well.
 */
final class PrimingEvents {
    private static final int BATCHES_PER_LARGE_OBJECT = 50;
    private static final int LARGE_OBJECT_IN = 7;
    /** What a batch consists of. S3's notifications are the default, and most frequent. */
    private static final List<String> FILES = List.of(
            "sqs-s3-put.json",
            "sqs-s3-put.json",
            "sqs-eventbridge-object-created.json",
            "sqs-s3-put.json",
            "sqs-sns-s3-put.json",
            "sqs-s3-put.json",
            "s3-batch-1.0.json");

    private static final Pattern KEY = Pattern.compile("photos/[^\"\\\\]+");
    private static final Pattern ID = Pattern.compile("(\"(messageId|taskId)\": \")[^\"]+");

    private final List<Event> events;

    PrimingEvents(String bucket) {
        this.events = FILES.stream().map(file -> Event.of(read(file, bucket))).toList();
    }

    private static String read(String file, String bucket) {
        return ResourceFile.text(PrimingEvents.class, "/events/" + file)
                .replaceAll("allow-put-source-[a-z0-9-]+", Matcher.quoteReplacement(bucket));
    }

    int objects(int batch) {
        return LoopbackServices.smallObjects() + (hasLargeObject(batch) ? 1 : 0);
    }

    /** An invocation's event. Its keys are in no other batch, as events mostly are about new objects. */
    byte[] batch(int batch) {
        Event event = events.get(hasLargeObject(batch) ? 0 : batch % events.size());
        return IntStream.range(0, objects(batch))
                .mapToObj(number -> event.entry(key(batch, number), number))
                .collect(Collectors.joining(",", event.begin(), event.end()))
                .getBytes(UTF_8);
    }

    private static boolean hasLargeObject(int batch) {
        return batch % BATCHES_PER_LARGE_OBJECT == LARGE_OBJECT_IN;
    }

    static boolean isComplete(String response) {
        boolean taskFailed = response.contains("Failure\",\"resultString\"");
        return response.equals("{\"batchItemFailures\":[]}") || (response.contains("\"Succeeded\"") && !taskFailed);
    }

    /** The same when it is encoded for a URL: some formats have encoded keys. */
    private static String key(int batch, int number) {
        return "priming/batch-" + batch + "/" + number;
    }

    /**
     * What is the same in all batches of a format.
     *
     * @param entry the only message, or task
     */
    private record Event(String begin, String entry, String end) {
        static Event of(String text) {
            int begin = text.indexOf('[') + 1;
            int end = text.lastIndexOf(']');
            return new Event(text.substring(0, begin), text.substring(begin, end), text.substring(end));
        }

        String entry(String key, int id) {
            return ID.matcher(KEY.matcher(entry).replaceAll(key)).replaceFirst("$1" + id);
        }
    }
}
