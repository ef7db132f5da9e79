package org.allowput.infra.settings;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.Region;

/** Checks that keys, topic and permissions boundaries are of the account and Region that use them. */
final class ArnsValidator {
    private final Settings settings;
    private final SettingsErrors errors;

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
    private record Arn(String text, String partition, String region, String account) {
        /** The schema of the settings has checked the text. */
        static Arn of(String text) {
            String[] parts = text.split(":", 6);
            return new Arn(text, parts[1], parts[3], parts[4]);
        }
    }

    ArnsValidator(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    /**
     * S3 uses a key of the bucket's own Region, and CloudWatch alarms notify a topic of their own Region. A permissions
     * boundary is a policy of the role's account or of AWS.
     */
    void validate() {
        AccountId a = settings.target().account();
        AccountId b = settings.source().account();
        Region regionOfA = settings.target().region();
        Region regionOfB = settings.source().region();
        validateArn("target.kmsKeyArn", settings.target().kmsKeyArn(), "a key", a, regionOfA);
        validateArn("source.kmsKeyArn", settings.source().kmsKeyArn(), "a key", b, regionOfB);
        validateArn("encryption.kmsKeyArn", settings.encryption().kmsKeyArn(), "a key", b, regionOfB);
        validateArn("alarms.topicArn", settings.alarms().topicArn(), "a topic", b, regionOfB);
        validateBoundary("target", settings.target().permissionsBoundaryArn(), a, regionOfA);
        validateBoundary("source", settings.source().permissionsBoundaryArn(), b, regionOfB);
    }

    private void validateArn(String path, Optional<String> value, String resource, AccountId account, Region region) {
        value.map(Arn::of)
                .filter(arn -> !arn.account().equals(account.text())
                        || !arn.region().equals(region.text())
                        || !arn.partition().equals(region.partition()))
                .ifPresent(arn -> errors.error(
                        path,
                        "\"" + arn.text() + "\"",
                        "%s of account %s in %s, which is in partition %s"
                                .formatted(resource, account, region, region.partition())));
    }

    private void validateBoundary(String side, Optional<String> value, AccountId account, Region region) {
        value.map(Arn::of)
                .filter(arn -> !List.of(account.text(), "aws").contains(arn.account())
                        || !arn.partition().equals(region.partition()))
                .ifPresent(arn -> errors.error(
                        side + ".permissionsBoundaryArn",
                        "\"" + arn.text() + "\"",
                        "a policy of account %s or of AWS, in partition %s".formatted(account, region.partition())));
    }
}
