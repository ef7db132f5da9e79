package org.allowput.infra.settings;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.value.Region;

/**
 * Checks that keys, topic and permissions boundaries are of the account and Region that use them: S3 uses a key of the
 * bucket's own Region, and CloudWatch alarms notify a topic of their own Region. A permissions boundary is a policy of
 * the role's account or of AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">ARNs</a>
 */
final class ArnsValidator {
    private final Settings settings;
    private final SettingsErrors errors;

    ArnsValidator(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    void validate() {
        String a = settings.target().account();
        String b = settings.source().account();
        Region regionOfA = settings.target().region();
        Region regionOfB = settings.source().region();
        validate("target.kmsKeyArn", settings.target().kmsKeyArn(), "a key", a, regionOfA);
        validate("source.kmsKeyArn", settings.source().kmsKeyArn(), "a key", b, regionOfB);
        validate("encryption.kmsKeyArn", settings.encryption().kmsKeyArn(), "a key", b, regionOfB);
        validate("alarms.topicArn", settings.alarms().topicArn(), "a topic", b, regionOfB);
        validateBoundary("target", settings.target().permissionsBoundaryArn(), a, regionOfA);
        validateBoundary("source", settings.source().permissionsBoundaryArn(), b, regionOfB);
    }

    private void validate(String path, Optional<String> arn, String resource, String account, Region region) {
        arn.ifPresent(text -> errors.require(
                parts(text).equals(List.of(region.partition(), region.text(), account)),
                path,
                "\"" + text + "\"",
                "%s of account %s in %s, which is in partition %s"
                        .formatted(resource, account, region, region.partition())));
    }

    private void validateBoundary(String side, Optional<String> arn, String account, Region region) {
        arn.ifPresent(text -> errors.require(
                List.of(List.of(region.partition(), "", account), List.of(region.partition(), "", "aws"))
                        .contains(parts(text)),
                side + ".permissionsBoundaryArn",
                "\"" + text + "\"",
                "a policy of account %s or of AWS, in partition %s".formatted(account, region.partition())));
    }

    /** Partition, Region and account: the schema of the settings has checked the text. */
    private static List<String> parts(String arn) {
        String[] parts = arn.split(":", 6);
        return List.of(parts[1], parts[3], parts[4]);
    }
}
