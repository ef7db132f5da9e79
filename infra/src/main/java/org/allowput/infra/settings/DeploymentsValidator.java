package org.allowput.infra.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.Trigger;

/**
 * Checks that several deployments can exist side by side: no two need the same name, and none copies what another one
 * puts.
 */
final class DeploymentsValidator {
    private final List<Settings> deployments;
    private final SettingsErrors errors;
    /** The path of the setting that first needed a name. */
    private final Map<String, String> needed = new HashMap<>();

    DeploymentsValidator(List<Settings> deployments, SettingsErrors errors) {
        this.deployments = deployments;
        this.errors = errors;
    }

    void validate() {
        if (deployments.size() == 1) {
            return;
        }
        for (int index = 0; index < deployments.size(); index++) {
            Settings settings = deployments.get(index);
            String root = "%s[%d]".formatted(errors.root(), index);
            needNames(root, settings);
            needBuckets(root, settings);
            validateNotifications(root, index);
        }
    }

    private void needNames(String root, Settings settings) {
        TargetSettings target = settings.target();
        SourceSettings source = settings.source();
        String change = "Set another name";
        need(root + ".name", "the name \"%s\"".formatted(settings.name()), change);
        settings.trusted().stream()
                .map(trusted -> trusted.roleIn(target))
                .distinct()
                .forEach(role -> need(
                        root + ".target.roleName",
                        "the role %s of account %s".formatted(role, target.account()),
                        "Roles are global in an account. Set a name, or another target.roleName"));
        need(
                root + ".function.name",
                "the function %s of account %s in %s"
                        .formatted(settings.function().name(), source.account(), source.region()),
                change);
        if (settings.largeObjects().enabled()) {
            need(
                    root + ".largeObjects.name",
                    "the function %s of account %s in %s"
                            .formatted(settings.largeObjects().name(), source.account(), source.region()),
                    change);
        }
        source.trusted()
                .roleName()
                .ifPresent(role -> need(
                        root + ".source.roleName",
                        "the role %s of account %s".formatted(role, source.account()),
                        "Set another source.roleName"));
    }

    private void needBuckets(String root, Settings settings) {
        TargetSettings target = settings.target();
        SourceSettings source = settings.source();
        String exists = "Set %s to true in all of them but one";
        if (!target.bucketExists()) {
            need(
                    root + ".target.bucketName",
                    "to create the bucket " + target.bucket(),
                    exists.formatted("target.bucketExists"));
        }
        if (!source.bucketExists()) {
            need(
                    root + ".source.bucketName",
                    "to create the bucket " + source.bucket(),
                    exists.formatted("source.bucketExists"));
        }
        ReceiptSettings receipts = settings.receipts();
        needBucket(root + ".receipts", receipts.enabled() && !receipts.bucketExists(), receipts.bucket());
        LargeObjectSettings largeObjects = settings.largeObjects();
        needBucket(
                root + ".largeObjects", largeObjects.enabled() && !largeObjects.bucketExists(), largeObjects.bucket());
        needBucket(
                root + ".backfill",
                settings.backfill().enabled() && !settings.backfill().bucketExists(),
                settings.backfill().bucket());
        needBucket(
                root + ".target.confirm",
                target.confirm().enabled() && !target.confirm().bucketExists(),
                target.confirm().bucket());
        if (!target.bucketShared()) {
            claim(root + ".target.bucketName", target.bucket(), target.account(), target.region(), "target");
        }
        if (!source.bucketShared() && !source.bucketIsTargetToo()) {
            claim(root + ".source.bucketName", source.bucket(), source.account(), source.region(), "source");
        }
    }

    /** @param created whether the deployment creates it */
    private void needBucket(String option, boolean created, BucketName bucket) {
        if (created) {
            need(option + ".bucketName", "to create the bucket " + bucket, "Set another name");
        }
    }

    /** CloudFormation refuses the same when it is deployed: {@code Outputs.claim}. */
    private void claim(String path, BucketName bucket, AccountId account, Region region, String side) {
        need(
                path,
                "the export that claims the bucket %s of account %s in %s for one direction"
                        .formatted(bucket, account, region),
                "If both are %s buckets, set %s.bucketShared to true in all of them but one; otherwise copies would be copied"
                        .formatted(side, side));
    }

    /**
     * S3 accepts one destination for an event: where two deployments copy from one bucket, EventBridge delivers to
     * both.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">
     *     Overlapping configurations</a>
     */
    private void validateNotifications(String root, int index) {
        Settings settings = deployments.get(index);
        boolean shared = deployments.stream()
                        .filter(other ->
                                other.source().bucket().equals(settings.source().bucket()))
                        .count()
                > 1;
        if (shared && !settings.triggers().equals(List.of(Trigger.EVENTBRIDGE))) {
            errors.add(
                    "%s.trigger: seen %s for a source bucket of several deployments, expected eventbridge: S3 sends an event to one queue or function only"
                            .formatted(root, settings.trigger()));
        }
    }

    private void need(String path, String resource, String change) {
        String other = needed.putIfAbsent(resource, path);
        if (other != null) {
            errors.add("%s: seen %s, which %s needs, too; expected one that no other deployment needs. %s"
                    .formatted(path, resource, other, change));
        }
    }
}
