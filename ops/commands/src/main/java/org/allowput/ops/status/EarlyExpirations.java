package org.allowput.ops.status;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.MessageRetention;
import org.allowput.contract.selection.Selection;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleAndOperator;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds lifecycle rules that delete objects before their events are given up: in an outage an object can be gone before
 * it is copied.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle rules</a>
 */
record EarlyExpirations(S3Client s3, String bucket, Selection selection) {
    private static final int FORBIDDEN = 403;
    private static final int NONE = 404;

    /** A line for each. */
    List<String> find() {
        try {
            return s3.getBucketLifecycleConfiguration(request -> request.bucket(bucket)).rules().stream()
                    .filter(rule -> rule.status() == ExpirationStatus.ENABLED && isEarly(rule.expiration()))
                    .filter(rule -> concerns(prefix(rule)))
                    .map(EarlyExpirations::warning)
                    .toList();
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case NONE -> List.of();
                case FORBIDDEN -> List.of("not known: s3:GetLifecycleConfiguration is denied");
                default -> throw e;
            };
        }
    }

    private static boolean isEarly(LifecycleExpiration expiration) {
        return expiration != null
                && (expiration.date() != null
                        || (expiration.days() != null && expiration.days() < MessageRetention.DEAD_LETTERS.toDays()));
    }

    private static String prefix(LifecycleRule rule) {
        Optional<LifecycleRuleFilter> filter = Optional.ofNullable(rule.filter());
        return filter.map(LifecycleRuleFilter::prefix)
                .or(() -> filter.map(LifecycleRuleFilter::and).map(LifecycleRuleAndOperator::prefix))
                .orElse("");
    }

    private boolean concerns(String prefix) {
        return selection.prefixes().stream()
                .anyMatch(included -> included.startsWith(prefix) || prefix.startsWith(included));
    }

    private static String warning(LifecycleRule rule) {
        LifecycleExpiration expiration = rule.expiration();
        return "the rule %s deletes objects %s, before their events are given up after %d days"
                .formatted(
                        rule.id(),
                        expiration.date() == null ? "after " + expiration.days() + " days" : "on " + expiration.date(),
                        MessageRetention.DEAD_LETTERS.toDays());
    }
}
