package org.allowput.infra.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.schema.SettingsErrors;
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
        String target = settings.target().account();
        String source = settings.source().account();
        need(root + ".name", "the name \"%s\"".formatted(settings.deploymentName()), "Set another name");
        settings.trusted().stream()
                .map(trusted -> trusted.role(settings.target()))
                .distinct()
                .forEach(role -> need(
                        root + ".target.roleName",
                        "the role %s of account %s".formatted(role, target),
                        "Roles are global in an account. Set a name, or another target.roleName"));
        settings.source()
                .roleName()
                .ifPresent(role -> need(
                        root + ".source.roleName",
                        "the role %s of account %s".formatted(role, source),
                        "Set another source.roleName"));
    }

    private void needBuckets(String root, Settings settings) {
        for (BucketPurpose bucket : BucketPurpose.of(settings)) {
            if (bucket.created()) {
                need(
                        root + "." + bucket.path(),
                        "to create the bucket " + bucket.name(),
                        bucket.shareable()
                                ? "Set %s to true in all of them but one"
                                        .formatted(bucket.path().replace("Name", "Exists"))
                                : "Set another name");
            }
        }
        if (!settings.target().bucketShared()) {
            claim(root, BucketPurpose.target(settings), "target");
        }
        if (!settings.source().bucketShared() && !settings.source().bucketIsTargetToo()) {
            claim(root, BucketPurpose.source(settings), "source");
        }
    }

    /** CloudFormation refuses the same when it is deployed: {@code Outputs.claim}. */
    private void claim(String root, BucketPurpose bucket, String side) {
        need(
                root + "." + bucket.path(),
                "the export that claims the bucket %s of account %s in %s for one direction"
                        .formatted(bucket.name(), bucket.account(), bucket.region()),
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
                        .filter(other -> other.source()
                                .bucketName()
                                .equals(settings.source().bucketName()))
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
