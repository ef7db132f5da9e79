package org.allowput.infra.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.allowput.infra.settings.section.TrustedAccount;
import org.allowput.infra.settings.value.BucketNames;
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
        validateFunction();
        validateAccounts();
        new KeysValidator(settings, listsRules, errors).validate();
        if (settings.largeObjects().enabled()) {
            validateLargeObjects();
        }
        errors.require(
                !settings.previousTrigger().equals(Optional.of(settings.trigger())),
                "previousTrigger",
                settings.trigger() + ", which is the trigger",
                "the trigger that the stack was deployed with before, or no value");
        new ArnsValidator(settings, errors).validate();
        settings.reconcile()
                .schedule()
                .ifPresent(schedule -> errors.require(
                        settings.receipts().enabled(),
                        "reconcile.schedule",
                        "\"" + schedule + "\" without receipts",
                        "receipts.enabled: the comparison reads them"));
    }

    /** In a bucket with two purposes, what is written would be copied, read or deleted as something else. */
    private void validateBuckets() {
        Map<String, String> purposes = new HashMap<>();
        for (BucketPurpose bucket : BucketPurpose.of(settings)) {
            String other = purposes.putIfAbsent(bucket.name(), bucket.path());
            errors.require(
                    other == null,
                    bucket.path(),
                    bucket.name() + ", which is " + other + " too",
                    "a bucket for this alone: what is written there would be copied or read as something else");
            errors.require(
                    !BucketNames.isAccountRegional(bucket.name())
                            || bucket.name().endsWith(bucket.suffix()),
                    bucket.path(),
                    "\"" + bucket.name() + "\"",
                    "a name that ends with %s, or without -an: S3 accepts -an in the namespace of an account and Region only"
                            .formatted(bucket.suffix()));
        }
    }

    private void validateFunction() {
        Region region = settings.source().region();
        errors.require(
                !settings.function().snapStart() || !REGIONS_WITHOUT_SNAP_START.contains(region.text()),
                "function.snapStart",
                true,
                "false, because " + region + " has no SnapStart");
        errors.require(
                settings.network().subnetIds().isPresent()
                        == settings.network().securityGroupIds().isPresent(),
                "network.securityGroupIds",
                "only one of subnetIds and securityGroupIds",
                "both, or neither");
        int required = settings.queue().functionConcurrency();
        settings.function()
                .reservedConcurrency()
                .ifPresent(reserved -> errors.require(
                        reserved >= required,
                        "function.reservedConcurrency",
                        reserved,
                        "at least queue.functionConcurrency, %d: Lambda would throttle the other invocations"
                                .formatted(required)));
    }

    private void validateAccounts() {
        List<TrustedAccount> trusted = settings.trusted();
        errors.require(
                trusted.size() <= MOST_ACCOUNTS,
                "furtherSources",
                trusted.size() + " accounts, with source.account",
                "at most %d, whose template CloudFormation takes. Deploy the others under another name"
                        .formatted(MOST_ACCOUNTS));
        Set<String> accounts = new HashSet<>();
        trusted.forEach(one -> errors.require(
                accounts.add(one.account()),
                "furtherSources",
                "account " + one.account() + " twice",
                "each account once, with its own ExternalId"));
        Region region = settings.source().region();
        String target = settings.target().region().partition();
        errors.require(
                region.partition().equals(target),
                "source.region",
                "%s, in partition %s".formatted(region, region.partition()),
                "a Region of the target's partition, %s: a role cannot be assumed from another partition"
                        .formatted(target));
    }

    private void validateLargeObjects() {
        int threshold = settings.largeObjects().thresholdMiB();
        int largest = LargeObjectSettings.largest(settings.function().timeoutSeconds());
        errors.require(
                threshold <= largest,
                "largeObjects.thresholdMiB",
                threshold,
                "at most %d, which the function copies in function.timeoutSeconds at %d MiB/s"
                        .formatted(largest, LargeObjectSettings.PACE));
        int range = settings.largeObjects().rangeMiB();
        int longest = LargeObjectSettings.longestRange();
        errors.require(
                range <= longest,
                "largeObjects.rangeMiB",
                range,
                "at most %d, half of what one invocation copies at %d MiB/s"
                        .formatted(longest, LargeObjectSettings.PACE));
    }
}
