package org.allowput.infra.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.infra.settings.account.BucketSettings;
import org.allowput.infra.settings.account.JobSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.function.AlarmSettings;
import org.allowput.infra.settings.function.EncryptionSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.function.ReconcileSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.ResourceArn;

/** Checks settings that are each well-formed, but may contradict one another. */
final class SettingsValidator {
    /** Half of Lambda's largest timeout. */
    private static final int LONGEST_RANGE_SECONDS = 450;
    /**
     * With account B, each with a key prefix: more would make a template of more than 1 MB, since CloudFormation
     * compares the ExternalIds of each pair of accounts.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">
     *     CloudFormation quotas</a>
     */
    private static final int MOST_ACCOUNTS = 30;

    static final List<BucketSettings> BUCKETS = List.of(
            TargetSettings.BUCKET,
            SourceSettings.BUCKET,
            LargeObjectSettings.BUCKET,
            ReceiptSettings.BUCKET,
            JobSettings.BACKFILL);

    private final Settings settings;
    private final SettingsErrors errors;

    SettingsValidator(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    void validate() {
        validateBuckets();
        validateTrustedAccounts();
        validatePartition();
        validateKeyPrefix();
        validateDeliveredReceipts();
        validateChain();
        validateConcurrency();
        validateLargeObjects();
        validatePreviousTrigger();
        validateArns();
        validateSchedule();
    }

    private void validateSchedule() {
        settings.get(ReconcileSettings.SCHEDULE)
                .filter(schedule -> !settings.get(ReceiptSettings.ENABLED))
                .ifPresent(schedule -> errors.error(
                        ReconcileSettings.SCHEDULE,
                        "\"" + schedule + "\" without receipts",
                        "receipts.enabled: the comparison reads them"));
    }

    /** In a bucket with two purposes, what is written would be copied, read or deleted as something else. */
    private void validateBuckets() {
        Map<BucketName, Setting<BucketName>> purposes = new HashMap<>();
        for (BucketSettings bucket : BUCKETS) {
            Setting<BucketName> name = bucket.name();
            Setting<BucketName> other = purposes.putIfAbsent(settings.get(name), name);
            if (other != null) {
                errors.error(
                        name,
                        settings.get(name) + ", which is " + other.path() + " too",
                        "a bucket for this alone: what is written there would be copied or read as something else");
            }
        }
    }

    private void validateChain() {
        if (settings.get(SourceSettings.BUCKET_IS_TARGET_TOO)
                && settings.selection().prefixes().contains("")) {
            errors.error(
                    SourceSettings.BUCKET_IS_TARGET_TOO,
                    "true without a prefix in keys.include",
                    "a prefix that no other deployment writes to: copies would be copied endlessly");
        }
    }

    private void validateTrustedAccounts() {
        int all = settings.trusted().size();
        if (all > MOST_ACCOUNTS) {
            errors.add(
                    "%s.furtherSources: seen %d accounts, with source.account, expected at most %d, whose template CloudFormation takes. Deploy the others under another name"
                            .formatted(errors.root(), all, MOST_ACCOUNTS));
        }
        Set<AccountId> accounts = new HashSet<>();
        for (TrustedAccount trusted : settings.trusted()) {
            if (!accounts.add(trusted.account())) {
                errors.add(
                        "%s.furtherSources: seen account %s twice, expected each account once, with its own ExternalId"
                                .formatted(errors.root(), trusted.account()));
            }
        }
    }

    private void validatePartition() {
        Region region = settings.get(SourceSettings.REGION);
        String source = region.partition();
        String target = settings.get(TargetSettings.REGION).partition();
        if (!source.equals(target)) {
            errors.error(
                    SourceSettings.REGION,
                    "%s, in partition %s".formatted(region, source),
                    "a Region of the target's partition, %s: a role cannot be assumed from another partition"
                            .formatted(target));
        }
    }

    private void validateKeyPrefix() {
        settings.source().keyPrefix().ifPresent(prefix -> {
            writtenPrefixes()
                    .filter(written -> !written.startsWith(prefix))
                    .forEach(written -> errors.error(
                            SourceSettings.TRUSTED.keyPrefix(),
                            "\"" + prefix + "\"",
                            "a prefix of every target key, which begins with \"%s\": account A would deny other keys"
                                    .formatted(written)));
        });
    }

    private void validateDeliveredReceipts() {
        settings.get(ReceiptSettings.DELIVER_TO).ifPresent(prefix -> {
            settings.source()
                    .keyPrefix()
                    .filter(granted -> !prefix.startsWith(granted))
                    .ifPresent(granted -> errors.error(
                            ReceiptSettings.DELIVER_TO,
                            "\"" + prefix + "\"",
                            "a prefix that begins with source.keyPrefix, \"%s\": account A would deny other keys"
                                    .formatted(granted)));
            writtenPrefixes()
                    .filter(written -> written.startsWith(prefix))
                    .forEach(written -> errors.error(
                            ReceiptSettings.DELIVER_TO,
                            "\"" + prefix + "\"",
                            "another prefix than that of the copies, \"%s\": nothing would be copied"
                                    .formatted(written)));
        });
    }

    /** How the keys of copies begin, for each included pattern. */
    private Stream<String> writtenPrefixes() {
        return settings.selection().rules().stream().flatMap(rule -> rule.targetPrefixes().stream());
    }

    private void validateConcurrency() {
        int required = settings.get(QueueSettings.FUNCTION_CONCURRENCY);
        settings.get(ReplicationFunctionSettings.RESERVED_CONCURRENCY)
                .filter(reserved -> reserved < required)
                .ifPresent(reserved -> errors.error(
                        ReplicationFunctionSettings.RESERVED_CONCURRENCY,
                        reserved,
                        "at least queue.functionConcurrency, %d: Lambda would throttle the other invocations"
                                .formatted(required)));
    }

    private void validateLargeObjects() {
        if (!settings.get(LargeObjectSettings.ENABLED)) {
            return;
        }
        int largest = LargeObjectSettings.largest(settings);
        if (settings.get(LargeObjectSettings.THRESHOLD) > largest) {
            errors.error(
                    LargeObjectSettings.THRESHOLD,
                    settings.get(LargeObjectSettings.THRESHOLD),
                    "at most %d, which the function copies in function.timeoutSeconds at %d MiB/s"
                            .formatted(largest, LargeObjectSettings.PACE));
        }
        int longest = LargeObjectSettings.PACE * LONGEST_RANGE_SECONDS;
        int range = settings.get(LargeObjectSettings.RANGE);
        if (range > longest) {
            errors.error(
                    LargeObjectSettings.RANGE,
                    range,
                    "at most %d, half of what one invocation copies at %d MiB/s"
                            .formatted(longest, LargeObjectSettings.PACE));
        }
    }

    private void validatePreviousTrigger() {
        if (settings.get(Settings.PREVIOUS_TRIGGER).equals(Optional.of(settings.get(Settings.TRIGGER)))) {
            errors.error(
                    Settings.PREVIOUS_TRIGGER,
                    settings.get(Settings.TRIGGER) + ", which is the trigger",
                    "the trigger that the stack was deployed with before, or no value");
        }
    }

    /**
     * S3 uses a key of the bucket's own Region, and CloudWatch alarms notify a topic of their own Region. A permissions
     * boundary is a policy of the role's account or of AWS.
     */
    private void validateArns() {
        validateArn(TargetSettings.KMS_KEY, "a key", TargetSettings.ACCOUNT, TargetSettings.REGION);
        validateArn(SourceSettings.KMS_KEY, "a key", SourceSettings.ACCOUNT, SourceSettings.REGION);
        validateArn(EncryptionSettings.KMS_KEY, "a key", SourceSettings.ACCOUNT, SourceSettings.REGION);
        validateArn(AlarmSettings.TOPIC, "a topic", SourceSettings.ACCOUNT, SourceSettings.REGION);
        validateBoundary(TargetSettings.BOUNDARY, TargetSettings.ACCOUNT, TargetSettings.REGION);
        validateBoundary(SourceSettings.BOUNDARY, SourceSettings.ACCOUNT, SourceSettings.REGION);
    }

    private void validateArn(
            Setting<Optional<String>> setting, String resource, Setting<AccountId> owner, Setting<Region> place) {
        AccountId account = settings.get(owner);
        Region region = settings.get(place);
        settings.get(setting)
                .map(ResourceArn::of)
                .filter(arn -> !arn.account().equals(account.text())
                        || !arn.region().equals(region.text())
                        || !arn.partition().equals(region.partition()))
                .ifPresent(arn -> errors.error(
                        setting,
                        "\"" + arn.text() + "\"",
                        "%s of account %s in %s, which is in partition %s"
                                .formatted(resource, account, region, region.partition())));
    }

    private void validateBoundary(Setting<Optional<String>> setting, Setting<AccountId> owner, Setting<Region> place) {
        AccountId account = settings.get(owner);
        String partition = settings.get(place).partition();
        settings.get(setting)
                .map(ResourceArn::of)
                .filter(arn -> !List.of(account.text(), "aws").contains(arn.account())
                        || !arn.partition().equals(partition))
                .ifPresent(arn -> errors.error(
                        setting,
                        "\"" + arn.text() + "\"",
                        "a policy of account %s or of AWS, in partition %s".formatted(account, partition)));
    }
}
