package org.allowput.sandbox.soak;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.allowput.sandbox.Sandbox;

/** Messages that can bring nothing across, and what is said of each. */
enum BadMessage {
    NO_JSON("no JSON", true, "UnreadableEvent"),
    TRUNCATED("a notification that was cut off", true, "UnreadableEvent"),
    OTHER_BUCKET("an event of another bucket", true, "Permanent the event is of bucket another-bucket"),
    ARCHIVED("an archived object", true, "the object is archived; restore it"),
    TOO_LARGE("an object that needs more time than there is", true, "raise the function's timeout"),
    LONG_KEY("a key that is too long where it is mapped to", true, "KeyTooLongError"),
    VANISHED("an object that is gone", false, "the source object was gone"),
    FILTERED("a key that is not to be copied", false, "the key is not among those that are to be copied");

    /** In bytes: the mapping adds two. */
    private static final int LONGEST_KEY = 1024;

    final String label;
    /** Whether it ends in the dead-letter queue. */
    final boolean fails;
    /** What the log says of it. */
    final String said;

    BadMessage(String label, boolean fails, String said) {
        this.label = label;
        this.fails = fails;
        this.said = said;
    }

    /** How the log says that it ended. */
    String outcome() {
        return fails ? "failed" : this == VANISHED ? "gone" : "skipped";
    }

    /** A message of this kind, unlike any other. */
    String message(Sandbox sandbox) {
        String bucket = sandbox.sourceBucket();
        return switch (this) {
            case NO_JSON -> "no JSON " + UUID.randomUUID();
            case TRUNCATED -> {
                String whole = notification(bucket, Keys.FROM + "cut off");
                yield whole.substring(0, whole.length() / 2);
            }
            case OTHER_BUCKET -> notification("another-bucket", Keys.FROM + "a");
            case VANISHED -> notification(bucket, Keys.FROM + "never there");
            case FILTERED -> notification(bucket, "elsewhere/a");
            case ARCHIVED, TOO_LARGE, LONG_KEY -> notification(bucket, key());
        };
    }

    /** The key of the object that it needs. */
    String key() {
        String name = Keys.FROM + "poison/" + name().toLowerCase(Locale.ROOT);
        return this == LONG_KEY ? name + "k".repeat(LONGEST_KEY - name.length()) : name;
    }

    /** What S3 sends when an object is put. */
    static String notification(String bucket, String key) {
        return """
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
              "eventTime": "2026-01-02T03:04:05.678Z", "eventName": "ObjectCreated:Put",
              "userIdentity": {"principalId": "EXAMPLE"}, "requestParameters": {"sourceIPAddress": "198.51.100.7"},
              "responseElements": {"x-amz-request-id": "%s", "x-amz-id-2": "EXAMPLE"},
              "s3": {"s3SchemaVersion": "1.0", "configurationId": "replicate",
                "bucket": {"name": "%s", "ownerIdentity": {"principalId": "EXAMPLE"}, "arn": "arn:aws:s3:::%s"},
                "object": {"key": "%s", "size": 1, "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                  "sequencer": "0055AED6DCD90281E5"}}}]}
            """.formatted(UUID.randomUUID(), bucket, bucket, URLEncoder.encode(key, StandardCharsets.UTF_8));
    }
}
