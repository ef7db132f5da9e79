package org.allowput.sandbox.simulation.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.sandbox.simulation.time.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle rules of a bucket, as a template has them: those that expire objects and abort uploads. S3 adds the
 * days to the time of creation, and applies the rule at the next midnight of UTC.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle rules</a>
 */
public final class Lifecycle {
    private static final Duration DAY = Duration.ofDays(1);

    private final VirtualTime time;
    private final SimulatedBucket bucket;
    private final List<?> rules;

    private Lifecycle(VirtualTime time, SimulatedBucket bucket, List<?> rules) {
        this.time = time;
        this.bucket = bucket;
        this.rules = rules;
    }

    /** Applies rules from now on, which is a midnight. */
    public static void begin(VirtualTime time, SimulatedBucket bucket, List<?> rules) {
        Lifecycle lifecycle = new Lifecycle(time, bucket, rules);
        time.after(DAY, lifecycle::apply);
    }

    private void apply() {
        rules.forEach(rule -> apply((Map<?, ?>) rule));
        time.after(DAY, this::apply);
    }

    private void apply(Map<?, ?> rule) {
        if (rule.get("AbortIncompleteMultipartUpload") instanceof Map<?, ?> uploads) {
            bucket.expireUploads(since(uploads.get("DaysAfterInitiation")));
        }
        if (rule.containsKey("ExpirationInDays")) {
            Instant since = since(rule.get("ExpirationInDays"));
            String prefix = rule.get("Prefix") instanceof String set ? set : "";
            List.copyOf(bucket.objects().values()).stream()
                    .filter(object ->
                            object.key().startsWith(prefix) && object.modified().isBefore(since))
                    .forEach(object -> bucket.expire(object.key()));
        }
    }

    private Instant since(@Nullable Object days) {
        return time.instant().minus(Duration.ofDays(((Number) Objects.requireNonNull(days)).longValue()));
    }
}
