package org.allowput.ops.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.contract.json.JsonDocuments;
import software.amazon.awssdk.arns.Arn;

/**
 * The formats in which an event can name one object: files of {@code events}, in which the names of the sandbox's
 * bucket, object and account are replaced.
 */
public enum ExampleEvent {
    S3("s3-put.json", "photos/red+flower.jpg"),
    SQS("sqs-s3-put.json", "photos/red-flower.jpg"),
    EVENTBRIDGE("eventbridge-object-created.json", "photos/red flower.jpg"),
    S3_BATCH("s3-batch-2.0.json", "photos/red%20flower.jpg");

    /** The bucket that the files in {@code events} name. */
    public static final String EXAMPLE_BUCKET = "allow-put-source-222222222222-us-east-1-an";

    private final String file;
    private final String exampleKey;

    ExampleEvent(String file, String exampleKey) {
        this.file = file;
        this.exampleKey = exampleKey;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The event as JSON.
     *
     * @param key any key, not encoded
     * @param function its ARN has the partition, Region and account that the event names
     * @param created when the event says that the object was created: the function reports how long it took since then
     */
    String json(String bucket, String key, Arn function, Instant created) {
        String millis = Long.toString(created.toEpochMilli());
        String time = created.truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, String> replaced = Map.of(
                EXAMPLE_BUCKET,
                bucket,
                exampleKey,
                this == EVENTBRIDGE ? inJson(key) : formEncoded(key),
                "arn:aws:",
                "arn:" + function.partition() + ":",
                "222222222222",
                function.accountId().orElseThrow(),
                "us-east-1",
                function.region().orElseThrow(),
                "2026-01-02T03:04:05.678Z",
                time,
                "2026-01-02T03:04:05Z",
                time,
                "1767323046000",
                millis,
                "1767323046010",
                millis);
        // The bucket's name has the account and the Region in it.
        Pattern examples = Pattern.compile(replaced.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
        return examples.matcher(text())
                .replaceAll(match -> Matcher.quoteReplacement(Objects.requireNonNull(replaced.get(match.group()))));
    }

    private String text() {
        try (InputStream in = Objects.requireNonNull(ExampleEvent.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
    private static String formEncoded(String key) {
        return URLEncoder.encode(key, UTF_8).replace("%2F", "/");
    }

    private static String inJson(String key) {
        String quoted = JsonDocuments.line(key);
        return quoted.substring(1, quoted.length() - 1);
    }
}
