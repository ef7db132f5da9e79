package org.allowput.infra.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.MessageRetention;
import org.allowput.contract.selection.KeyRule;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.function.EncryptionSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.ResourceArn;

/** Checks settings that are each well-formed, but may contradict one another. */
final class SettingsValidator {
    /** Half of Lambda's largest timeout. */
    private static final int LONGEST_RANGE_SECONDS = 450;
    /** MiB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
    private static final int LARGEST_PART = 5120;

    private final Settings settings;
    private final SettingsErrors errors;

    SettingsValidator(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    void validate() {
        validateBuckets();
        validateAccessLogs();
        validateTrustedAccounts();
        validatePartition();
        validateKeyPrefix();
        validateDeliveredReceipts();
        validateChain();
        validateAfterCopy();
        validateConcurrency();
        validateDeliveries();
        validateLargeObjects();
        validatePreviousTrigger();
        validateArns();
        validateSchedule();
    }

    private void validateSchedule() {
        settings.reconcile()
                .schedule()
                .filter(schedule -> !settings.receipts().enabled())
                .ifPresent(schedule -> error(
                        "reconcile.schedule",
                        "\"" + schedule + "\" without receipts",
                        "receipts.enabled: the comparison reads them"));
    }

    private void validateBuckets() {
        BucketName source = settings.source().bucket();
        if (source.equals(settings.target().bucket())) {
            error(
                    "source.bucketName",
                    "the target bucket, " + source,
                    "another bucket: copies would be copied endlessly");
        }
        if (settings.backfill().bucket().equals(source)) {
            error(
                    "backfill.bucketName",
                    "the source bucket, " + source,
                    "another bucket: manifests and reports would be copied too");
        }
        BucketName confirm = settings.target().confirm().bucket();
        if (confirm.equals(settings.target().bucket())) {
            error(
                    "target.confirm.bucketName",
                    "the target bucket, " + confirm,
                    "another bucket: account B could write manifests and reports");
        }
        BucketName receipts = settings.receipts().bucket();
        if (receipts.equals(source)) {
            error(
                    "receipts.bucketName",
                    "the source bucket, " + source,
                    "another bucket: each receipt would cause another receipt");
        }
        if (receipts.equals(settings.target().bucket())
                || receipts.equals(settings.backfill().bucket())) {
            error("receipts.bucketName", receipts + ", which has another purpose", "a bucket for receipts alone");
        }
    }

    /** A bucket that logs its own access would log each log. */
    private void validateAccessLogs() {
        List<BucketName> ours = List.of(
                settings.target().bucket(),
                settings.source().bucket(),
                settings.largeObjects().bucket(),
                settings.receipts().bucket(),
                settings.backfill().bucket(),
                settings.target().confirm().bucket());
        settings.target().accessLogs().filter(ours::contains).ifPresent(bucket -> logsToItself("target", bucket));
        settings.source().accessLogs().filter(ours::contains).ifPresent(bucket -> logsToItself("source", bucket));
    }

    private void logsToItself(String side, BucketName bucket) {
        error(side + ".accessLogBucket", bucket + ", which has another purpose", "a bucket for access logs alone");
    }

    /** A rule of the bucket deletes what was copied, and each deletion is an event. */
    private void validateAfterCopy() {
        AfterCopy afterCopy = settings.source().afterCopy();
        if (settings.source().requiredTag().isPresent()
                && (afterCopy == AfterCopy.TAG || afterCopy == AfterCopy.DELETE)) {
            error(
                    "source.afterCopy",
                    afterCopy + " with source.requiredTag",
                    "none or event: to tag an object, all its tags are written again, also one that is removed or"
                            + " changed meanwhile");
        }
        if (afterCopy != AfterCopy.DELETE) {
            return;
        }
        if (settings.optIns().replicateDeletes()) {
            error(
                    "source.afterCopy",
                    "delete with optIns.replicateDeletes",
                    "one of them: each copy would be deleted with its source object");
        }
        if (settings.source().bucketExists()) {
            error(
                    "source.afterCopy",
                    "delete with source.bucketExists",
                    "tag, and a lifecycle rule of the bucket that expires the tag " + AfterCopy.TAG_KEY + "="
                            + AfterCopy.TAG_VALUE + ": the stack does not change an existing bucket");
        }
    }

    private void validateChain() {
        if (settings.source().bucketIsTargetToo()
                && settings.selection().prefixes().contains("")) {
            error(
                    "source.bucketIsTargetToo",
                    "true without keys.includePrefix",
                    "a prefix that no other deployment writes to: copies would be copied endlessly");
        }
    }

    private void validateTrustedAccounts() {
        Set<AccountId> accounts = new HashSet<>();
        for (TrustedAccount trusted : settings.trusted()) {
            if (!accounts.add(trusted.account())) {
                error(
                        "furtherSources",
                        "account " + trusted.account() + " twice",
                        "each account once, with its own ExternalId");
            }
        }
    }

    private void validatePartition() {
        Region region = settings.source().region();
        String source = region.partition();
        String target = settings.target().region().partition();
        if (!source.equals(target)) {
            error(
                    "source.region",
                    "%s, in partition %s".formatted(region, source),
                    "a Region of the target's partition, %s: a role cannot be assumed from another partition"
                            .formatted(target));
        }
    }

    private void validateKeyPrefix() {
        settings.source().trusted().keyPrefix().ifPresent(prefix -> {
            for (KeyRule rule : settings.selection().rules()) {
                String written = rule.targetPrefix();
                if (!written.startsWith(prefix)) {
                    error(
                            "source.keyPrefix",
                            "\"" + prefix + "\"",
                            "a prefix of every target key, which begins with \"%s\": account A would deny other keys"
                                    .formatted(written));
                }
            }
        });
    }

    private void validateDeliveredReceipts() {
        settings.receipts().deliverTo().ifPresent(prefix -> {
            settings.source()
                    .trusted()
                    .keyPrefix()
                    .filter(granted -> !prefix.startsWith(granted))
                    .ifPresent(granted -> error(
                            "receipts.deliverTo",
                            "\"" + prefix + "\"",
                            "a prefix that begins with source.keyPrefix, \"%s\": account A would deny other keys"
                                    .formatted(granted)));
            settings.selection().rules().stream()
                    .map(KeyRule::targetPrefix)
                    .filter(written -> written.startsWith(prefix))
                    .forEach(written -> error(
                            "receipts.deliverTo",
                            "\"" + prefix + "\"",
                            "another prefix than that of the copies, \"%s\": nothing would be copied"
                                    .formatted(written)));
        });
    }

    private void validateConcurrency() {
        if (settings.pollers().isPresent()) {
            return;
        }
        int required = settings.queue().functionConcurrency();
        settings.function()
                .reservedConcurrency()
                .filter(reserved -> reserved < required)
                .ifPresent(reserved -> error(
                        "function.reservedConcurrency",
                        reserved.toString(),
                        "at least queue.functionConcurrency, %d: Lambda would throttle the other invocations"
                                .formatted(required)));
    }

    /**
     * A message whose function ends without a response each time is delivered again after the visibility timeout. SQS
     * counts the retention from the time when it was sent.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">
     *     Dead-letter queues and message retention</a>
     */
    private void validateDeliveries() {
        QueueSettings queue = settings.queue();
        long most = MessageRetention.QUEUE.toSeconds() / queue.visibilityTimeout();
        if (queue.maxReceiveCount() > most) {
            error(
                    "queue.maxReceiveCount",
                    Integer.toString(queue.maxReceiveCount()),
                    ("at most %d with queue.visibilityTimeoutSeconds, %d: SQS deletes a message after %d days, before"
                                    + " it would be a dead letter")
                            .formatted(most, queue.visibilityTimeout(), MessageRetention.QUEUE.toDays()));
        }
    }

    private void validateLargeObjects() {
        LargeObjectSettings largeObjects = settings.largeObjects();
        if (!largeObjects.enabled()) {
            return;
        }
        ReplicationFunctionSettings function = settings.function();
        int pace = function.expectedPace();
        int largest = LargeObjectSettings.largestOf(function);
        if (largeObjects.thresholdOf(function) > largest) {
            error(
                    "largeObjects.thresholdMiB",
                    Integer.toString(largeObjects.thresholdOf(function)),
                    "at most %d, which the function copies in function.timeoutSeconds at function.expectedMiBPerSecond"
                            .formatted(largest));
        }
        int longest = pace * LONGEST_RANGE_SECONDS;
        if (largeObjects.rangeAt(pace) > longest) {
            error(
                    "largeObjects.rangeMiB",
                    Integer.toString(largeObjects.rangeAt(pace)),
                    "at most %d, half of what one invocation copies at function.expectedMiBPerSecond"
                            .formatted(longest));
        }
        if (LARGEST_PART > longest) {
            error(
                    "function.expectedMiBPerSecond",
                    Integer.toString(pace),
                    "at least %d with largeObjects.enabled: a part of the largest objects has %d MiB"
                            .formatted(Math.ceilDiv(LARGEST_PART, LONGEST_RANGE_SECONDS), LARGEST_PART));
        }
        if (largeObjects.name().equals(function.name())) {
            error("largeObjects.name", largeObjects.name().text(), "another name than function.name");
        }
        List<BucketName> others = List.of(
                settings.source().bucket(),
                settings.target().bucket(),
                settings.backfill().bucket(),
                settings.receipts().bucket());
        if (others.contains(largeObjects.bucket())) {
            error(
                    "largeObjects.bucketName",
                    largeObjects.bucket() + ", which has another purpose",
                    "a bucket for the workflow's results alone");
        }
    }

    private void validatePreviousTrigger() {
        if (settings.previousTrigger().equals(Optional.of(settings.trigger()))) {
            error(
                    "previousTrigger",
                    settings.trigger() + ", which is the trigger",
                    "the trigger that the stack was deployed with before, or no value");
        }
    }

    /**
     * S3 uses a key of the bucket's own Region, and CloudWatch alarms notify a topic of their own Region. A permissions
     * boundary is a policy of the role's account or of AWS.
     */
    private void validateArns() {
        Region target = settings.target().region();
        Region source = settings.source().region();
        AccountId a = settings.target().account();
        AccountId b = settings.source().account();
        settings.target().kmsKey().ifPresent(arn -> validateArn("target.kmsKeyArn", arn, "a key", a, target));
        settings.source().kmsKey().ifPresent(arn -> validateArn("source.kmsKeyArn", arn, "a key", b, source));
        EncryptionSettings encryption = settings.encryption();
        encryption.queueKey().ifPresent(arn -> validateArn("encryption.queueKeyArn", arn, "a key", b, source));
        encryption.logKey().ifPresent(arn -> validateArn("encryption.logKeyArn", arn, "a key", b, source));
        encryption
                .environmentKey()
                .ifPresent(arn -> validateArn("encryption.environmentKeyArn", arn, "a key", b, source));
        settings.alarms().topic().ifPresent(arn -> validateArn("alarms.topicArn", arn, "a topic", b, source));
        settings.target()
                .boundary()
                .ifPresent(arn -> validateBoundary("target.permissionsBoundaryArn", arn, a, target));
        settings.source()
                .boundary()
                .ifPresent(arn -> validateBoundary("source.permissionsBoundaryArn", arn, b, source));
    }

    private void validateArn(String path, String text, String resource, AccountId account, Region region) {
        ResourceArn arn = ResourceArn.of(text);
        if (!arn.account().equals(account.text())
                || !arn.region().equals(region.text())
                || !arn.partition().equals(region.partition())) {
            error(
                    path,
                    "\"" + text + "\"",
                    "%s of account %s in %s, which is in partition %s"
                            .formatted(resource, account, region, region.partition()));
        }
    }

    private void validateBoundary(String path, String text, AccountId account, Region region) {
        ResourceArn arn = ResourceArn.of(text);
        boolean validAccount =
                arn.account().equals(account.text()) || arn.account().equals("aws");
        if (!validAccount || !arn.partition().equals(region.partition())) {
            error(
                    path,
                    "\"" + text + "\"",
                    "a policy of account %s or of AWS, in partition %s".formatted(account, region.partition()));
        }
    }

    private void error(String path, String actual, String expected) {
        errors.add("%s.%s: seen %s, expected %s".formatted(errors.root(), path, actual, expected));
    }
}
