package org.allowput.infra.settings;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.function.Encryption;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.region.Region;
import org.allowput.infra.settings.sourceaccount.OperationsSettings;
import org.allowput.infra.settings.sourceaccount.SourceSettings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import org.allowput.infra.settings.targetaccount.TargetSettings;
import org.allowput.infra.settings.targetaccount.TrustedAccount;

/**
 * The rules between settings, of one deployment and of several, besides what {@code settings.schema.json} says: each is
 * well-formed, but they may contradict one another.
 */
final class SettingsRules {
    /**
     * With account B, each with a key prefix: more would make a template of more than 1 MB, since CloudFormation
     * compares the ExternalIds of each pair of accounts.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">
     *     CloudFormation quotas</a>
     */
    private static final int MOST_ACCOUNTS = 25;
    /** Of all key rules: with the longest ExternalId they fit into the 4 KB that Lambda allows for variables. */
    private static final int MOST_BYTES_OF_RULES = 2048;

    private final Settings settings;
    private final TargetSettings target;
    private final SourceSettings source;
    private final SettingsErrors errors;

    SettingsRules(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.target = settings.target();
        this.source = settings.source();
        this.errors = errors;
    }

    /** @param rulePath of one of the rules of keys, with a place for its number if they are a list */
    void validate(String rulePath) {
        validateBuckets();
        validateFunction();
        validateAccounts();
        validateArns();
        validateKeys(rulePath);
    }

    private record BucketOf(String purpose, String name, boolean exists, String account, Region region) {}

    private List<BucketOf> buckets() {
        OperationsSettings own = settings.operations();
        return List.of(
                new BucketOf("target", target.bucketName(), target.bucketExists(), target.account(), target.region()),
                new BucketOf("source", source.bucketName(), source.bucketExists(), source.account(), source.region()),
                new BucketOf("operations", own.bucketName(), own.bucketExists(), source.account(), source.region()));
    }

    private void validateBuckets() {
        Map<String, String> purposes = new HashMap<>();
        for (BucketOf bucket : buckets()) {
            String name = bucket.name();
            String purpose = bucket.purpose();
            String other = purposes.putIfAbsent(name, purpose);
            errors.require(
                    other == null,
                    "%s.bucketName: seen %s, which is %s.bucketName too, expected a bucket for this alone: what "
                            + "is written there would be copied or read as something else",
                    purpose,
                    name,
                    other);
            errors.require(
                    name.length() <= 63,
                    "%s.bucketName: not set, expected a name, because the default has more than 63 characters: %s",
                    purpose,
                    name);
            String suffix = "-%s-%s%s".formatted(bucket.account(), bucket.region(), Region.ACCOUNT_REGIONAL);
            errors.require(
                    !name.endsWith(Region.ACCOUNT_REGIONAL) || name.endsWith(suffix),
                    "%s.bucketName: seen \"%s\", expected a name that ends with %s, or without -an: S3 accepts "
                            + "-an in the namespace of an account and Region only",
                    purpose,
                    name,
                    suffix);
        }
    }

    private void validateFunction() {
        Trigger trigger = settings.trigger();
        errors.require(
                !settings.previousTrigger().equals(Optional.of(trigger)),
                "previousTrigger: seen %s, which is the trigger, expected the trigger that the stack was "
                        + "deployed with before, or no value",
                trigger);
        boolean namesCopies =
                trigger != Trigger.EVENTBRIDGE && !settings.previousTrigger().equals(Optional.of(Trigger.EVENTBRIDGE));
        errors.require(
                !source.bucketIsTargetToo() || namesCopies,
                "source.bucketIsTargetToo: seen true with the trigger eventbridge, expected sqs or s3: "
                        + "EventBridge does not say which session put an object, so that copies of copies could not be "
                        + "refused");
        int required = settings.queue().functionConcurrency();
        int reserved = settings.function().reservedConcurrency().orElse(required);
        errors.require(
                reserved >= required,
                "function.reservedConcurrency: seen %d, expected at least queue.functionConcurrency, %d: "
                        + "Lambda would throttle the other invocations",
                reserved,
                required);
        int threshold = settings.largeObjects().thresholdMiB();
        int largest = LargeObjectSettings.largest(settings.function().timeoutSeconds());
        boolean inTime = threshold <= largest || !settings.largeObjects().enabled();
        errors.require(
                inTime,
                "largeObjects.thresholdMiB: seen %d, expected at most %d, which the function copies in "
                        + "function.timeoutSeconds at %d MiB/s",
                threshold,
                largest,
                LargeObjectSettings.PACE);
    }

    private void validateAccounts() {
        List<TrustedAccount> trusted = settings.trusted();
        errors.require(
                trusted.size() <= MOST_ACCOUNTS,
                "furtherSources: seen %d accounts, with source.account, expected at most %d, whose template "
                        + "CloudFormation takes. Deploy the others under another name",
                trusted.size(),
                MOST_ACCOUNTS);
        Set<String> accounts = new HashSet<>();
        trusted.forEach(one -> errors.require(
                accounts.add(one.account()),
                "furtherSources: seen account %s twice, expected each account once, with its own ExternalId",
                one.account()));
        String partition = source.region().partition();
        String ofTarget = target.region().partition();
        errors.require(
                partition.equals(ofTarget),
                "source.region: seen %s, in partition %s, expected a Region of the target's partition, %s: a "
                        + "role cannot be assumed from another partition",
                source.region(),
                partition,
                ofTarget);
    }

    /**
     * S3 uses a key of the bucket's own Region, and CloudWatch alarms notify a topic of their own Region. A permissions
     * boundary is a policy of the role's account or of AWS.
     */
    private void validateArns() {
        String ofTarget = "arn:%s:%%s:%s:%s:".formatted(target.region().partition(), target.region(), target.account());
        String ofSource = "arn:%s:%%s:%s:%s:".formatted(source.region().partition(), source.region(), source.account());
        requireArn("target.kmsKeyArn", target.kmsKeyArn(), ofTarget.formatted("kms"));
        requireKeys("source", source.encryption(), ofSource.formatted("kms"));
        requireKeys("encryption", settings.encryption(), ofSource.formatted("kms"));
        requireArn("alarms.topicArn", settings.alarms().topicArn(), ofSource.formatted("sns"));
        requireBoundary("target", target.permissionsBoundaryArn(), target.region(), target.account());
        requireBoundary("source", source.permissionsBoundaryArn(), source.region(), source.account());
    }

    private void requireKeys(String section, Encryption keys, String start) {
        requireArn(section + ".kmsKeyArn", keys.kmsKeyArn(), start);
        keys.previous().forEach(arn -> requireArn(section + ".previousKmsKeyArns", Optional.of(arn), start));
    }

    private void requireBoundary(String side, Optional<String> arn, Region region, String account) {
        String iam = "arn:" + region.partition() + ":iam::";
        requireArn(side + ".permissionsBoundaryArn", arn, iam + account + ":", iam + "aws:");
    }

    private void requireArn(String path, Optional<String> arn, String... starts) {
        arn.ifPresent(text -> errors.require(
                Stream.of(starts).anyMatch(text::startsWith),
                "%s: seen \"%s\", expected one of the account and the Region that use it, which begins with %s",
                path,
                text,
                String.join(" or ", starts)));
    }

    /** Rules by which two keys could map to one are refused, and prefixes that account A does not allow. */
    private void validateKeys(String rulePath) {
        int before = errors.messages().size();
        for (int index = 0; index < settings.keys().size(); index++) {
            try {
                settings.keys().get(index).rule(source.requiredTag());
            } catch (IllegalArgumentException refused) {
                errors.messages().add(errors.root() + "." + rulePath.formatted(index) + ": " + refused.getMessage());
            }
        }
        if (errors.messages().size() == before) {
            Selection.collision(settings.rules())
                    .ifPresentOrElse(
                            seen -> errors.require(false, "keys: seen %s, expected %s", seen, Selection.DISJOINT),
                            this::validateSelection);
        }
    }

    private void validateSelection() {
        Selection selection = settings.selection();
        int bytes = selection.json().getBytes(StandardCharsets.UTF_8).length;
        errors.require(
                bytes <= MOST_BYTES_OF_RULES,
                "keys: seen %d bytes of JSON, expected at most %d: fewer or shorter rules",
                bytes,
                MOST_BYTES_OF_RULES);
        boolean copiesAll = selection.prefixes().contains("");
        errors.require(
                !source.bucketIsTargetToo() || !copiesAll,
                "source.bucketIsTargetToo: seen true without a prefix in keys.include, expected a prefix "
                        + "that no other deployment writes to: copies would be copied endlessly");
        String granted = source.keyPrefix().orElse("");
        List<String> written = settings.rules().stream()
                .flatMap(rule -> rule.targetPrefixes().stream())
                .toList();
        written.forEach(prefix -> errors.require(
                prefix.startsWith(granted),
                "source.keyPrefix: seen \"%s\", expected a prefix of every target key, which begins with "
                        + "\"%s\": account A would deny other keys",
                granted,
                prefix));
        settings.receipts().deliverTo().ifPresent(to -> {
            errors.require(
                    to.startsWith(granted),
                    "receipts.deliverTo: seen \"%s\", expected a prefix that begins with source.keyPrefix, "
                            + "\"%s\": account A would deny other keys",
                    to,
                    granted);
            written.forEach(prefix -> errors.require(
                    !prefix.startsWith(to),
                    "receipts.deliverTo: seen \"%s\", expected another prefix than that of the copies, \"%s\": "
                            + "nothing would be copied",
                    to,
                    prefix));
        });
    }

    /**
     * Checks that several deployments can exist side by side: no two need the same name, and none copies what another
     * one puts. S3 accepts one destination for an event: where two deployments copy from one bucket, EventBridge
     * delivers to both.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">
     *     Overlapping configurations</a>
     */
    static void validateTogether(List<SettingsRules> deployments) {
        Map<String, String> owners = new HashMap<>();
        for (SettingsRules one : deployments) {
            one.claimNames(owners);
            one.claimBuckets(owners);
            Trigger trigger = one.settings.trigger();
            boolean shared = deployments.stream()
                    .anyMatch(other -> other != one && other.source.bucketName().equals(one.source.bucketName()));
            boolean delivers = one.settings.triggers().equals(List.of(Trigger.EVENTBRIDGE));
            one.errors.require(
                    !shared || delivers,
                    "trigger: seen %s for a source bucket of several deployments, expected eventbridge: S3 sends "
                            + "an event to one queue or function only",
                    trigger);
        }
    }

    private void claimNames(Map<String, String> owners) {
        String name = settings.name().orElse("");
        claim(owners, "name " + name, "name", "name: seen \"%s\", which %s is, too, expected another name", name);
        settings.trusted().stream()
                .map(trusted -> trusted.role(target))
                .distinct()
                .forEach(role -> claimRole(owners, "target.roleName", role, target.account()));
        source.roleName().ifPresent(role -> claimRole(owners, "source.roleName", role, source.account()));
    }

    private void claimRole(Map<String, String> owners, String path, String role, String account) {
        claim(
                owners,
                "role " + role + account,
                path,
                "%s: seen the role %s of account %s, which %s needs, too, expected another role: roles are "
                        + "global in an account. Set a name, or another role",
                path,
                role,
                account);
    }

    /** CloudFormation refuses another direction when it is deployed, too: {@code Outputs.claim}. */
    private void claimBuckets(Map<String, String> owners) {
        for (BucketOf bucket : buckets()) {
            String purpose = bucket.purpose();
            String name = bucket.name();
            String path = purpose + ".bucketName";
            if (!bucket.exists()) {
                claim(
                        owners,
                        "bucket " + name,
                        path,
                        "%s.bucketName: seen %s, which is created for %s, too, expected a bucket that one deployment "
                                + "creates. Set %1$s.bucketExists to true in all of them but one, or another name",
                        purpose,
                        name);
            }
            boolean isSource = purpose.equals("source") && source.claimsBucket();
            boolean isTarget = purpose.equals("target") && !target.bucketShared();
            if (isSource || isTarget) {
                Object[] shown = {purpose, name, bucket.account(), bucket.region()};
                claim(
                        owners,
                        "export " + List.of(shown).subList(1, 4),
                        path,
                        "%s.bucketName: seen %s of account %s in %s, which %s claims for one direction, too; "
                                + "expected one that no other deployment claims. If both are %1$s buckets, set "
                                + "%1$s.bucketShared to true in all of them but one; otherwise copies would be copied",
                        shown);
            }
        }
    }

    /** @param owners by what only one can have, the path of the setting that was the first */
    private void claim(Map<String, String> owners, String claimed, String path, String rule, Object... shown) {
        String other = owners.putIfAbsent(claimed, errors.root() + "." + path);
        errors.require(
                other == null,
                rule,
                Stream.concat(Stream.of(shown), Stream.ofNullable(other)).toArray());
    }
}
