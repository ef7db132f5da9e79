package org.allowput.infra.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.allowput.infra.settings.section.TrustedAccount;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;

/** Checks settings that are each well-formed, but may contradict one another. */
final class SettingsValidator {
    /**
     * With account B, each with a key prefix: more would make a template of more than 1 MB, since CloudFormation
     * compares the ExternalIds of each pair of accounts.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">
     *     CloudFormation quotas</a>
     */
    private static final int MOST_ACCOUNTS = 25;
    /**
     * Asia Pacific (Taipei) and Asia Pacific (New Zealand):
     * https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-supported-regions
     */
    private static final Set<String> REGIONS_WITHOUT_SNAP_START = Set.of("ap-east-2", "ap-southeast-6");

    private final Settings settings;
    private final boolean listsRules;
    private final SettingsErrors errors;

    /** @param listsRules whether {@code keys} is a list, as errors name its rules */
    SettingsValidator(Settings settings, boolean listsRules, SettingsErrors errors) {
        this.settings = settings;
        this.listsRules = listsRules;
        this.errors = errors;
    }

    void validate() {
        validateBuckets();
        validateSnapStart();
        validateNetwork();
        validateTrustedAccounts();
        validatePartition();
        if (new KeysValidator(settings, listsRules, errors).validate()) {
            new KeyPrefixesValidator(settings, errors).validate();
        }
        validateConcurrency();
        validateLargeObjects();
        validatePreviousTrigger();
        new ArnsValidator(settings, errors).validate();
        validateSchedule();
    }

    /** In a bucket with two purposes, what is written would be copied, read or deleted as something else. */
    private void validateBuckets() {
        Map<BucketName, String> purposes = new HashMap<>();
        for (BucketPurpose bucket : BucketPurpose.of(settings)) {
            String other = purposes.putIfAbsent(bucket.name(), bucket.path());
            if (other != null) {
                errors.error(
                        bucket.path(),
                        bucket.name() + ", which is " + other + " too",
                        "a bucket for this alone: what is written there would be copied or read as something else");
            }
            if (bucket.name().isAccountRegional() && !bucket.name().text().endsWith(bucket.suffix())) {
                errors.error(
                        bucket.path(),
                        "\"" + bucket.name() + "\"",
                        "a name that ends with %s, or without -an: S3 accepts -an in the namespace of an account and Region only"
                                .formatted(bucket.suffix()));
            }
        }
    }

    private void validateSnapStart() {
        Region region = settings.source().region();
        if (settings.function().snapStart() && REGIONS_WITHOUT_SNAP_START.contains(region.text())) {
            errors.error("function.snapStart", true, "false, because " + region + " has no SnapStart");
        }
    }

    private void validateNetwork() {
        if (settings.network().subnetIds().isPresent()
                != settings.network().securityGroupIds().isPresent()) {
            errors.error("network.securityGroupIds", "only one of subnetIds and securityGroupIds", "both, or neither");
        }
    }

    private void validateSchedule() {
        settings.reconcile()
                .schedule()
                .filter(schedule -> !settings.receipts().enabled())
                .ifPresent(schedule -> errors.error(
                        "reconcile.schedule",
                        "\"" + schedule + "\" without receipts",
                        "receipts.enabled: the comparison reads them"));
    }

    private void validateTrustedAccounts() {
        int all = settings.trusted().size();
        if (all > MOST_ACCOUNTS) {
            errors.error(
                    "furtherSources",
                    all + " accounts, with source.account",
                    "at most %d, whose template CloudFormation takes. Deploy the others under another name"
                            .formatted(MOST_ACCOUNTS));
        }
        Set<AccountId> accounts = new HashSet<>();
        for (TrustedAccount trusted : settings.trusted()) {
            if (!accounts.add(trusted.account())) {
                errors.error(
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
            errors.error(
                    "source.region",
                    "%s, in partition %s".formatted(region, source),
                    "a Region of the target's partition, %s: a role cannot be assumed from another partition"
                            .formatted(target));
        }
    }

    private void validateConcurrency() {
        int required = settings.queue().functionConcurrency();
        settings.function()
                .reservedConcurrency()
                .filter(reserved -> reserved < required)
                .ifPresent(reserved -> errors.error(
                        "function.reservedConcurrency",
                        reserved,
                        "at least queue.functionConcurrency, %d: Lambda would throttle the other invocations"
                                .formatted(required)));
    }

    private void validateLargeObjects() {
        LargeObjectSettings large = settings.largeObjects();
        if (!large.enabled()) {
            return;
        }
        int largest = LargeObjectSettings.largest(settings.function().timeoutSeconds());
        if (large.thresholdMiB() > largest) {
            errors.error(
                    "largeObjects.thresholdMiB",
                    large.thresholdMiB(),
                    "at most %d, which the function copies in function.timeoutSeconds at %d MiB/s"
                            .formatted(largest, LargeObjectSettings.PACE));
        }
        int longest = LargeObjectSettings.longestRange();
        if (large.rangeMiB() > longest) {
            errors.error(
                    "largeObjects.rangeMiB",
                    large.rangeMiB(),
                    "at most %d, half of what one invocation copies at %d MiB/s"
                            .formatted(longest, LargeObjectSettings.PACE));
        }
    }

    private void validatePreviousTrigger() {
        if (settings.previousTrigger().equals(Optional.of(settings.trigger()))) {
            errors.error(
                    "previousTrigger",
                    settings.trigger() + ", which is the trigger",
                    "the trigger that the stack was deployed with before, or no value");
        }
    }
}
