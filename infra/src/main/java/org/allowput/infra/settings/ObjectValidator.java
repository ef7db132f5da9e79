package org.allowput.infra.settings;

import java.util.List;
import java.util.Set;
import org.allowput.infra.settings.account.BucketSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;

/** Checks what settings of one object require of each other, and of the Region. */
final class ObjectValidator {
    /**
     * Those whose documentation lists which of Lambda's features their Regions lack.
     *
     * @see <a href="https://docs.amazonaws.cn/en_us/aws/latest/userguide/lambda.html">Lambda in the China Regions</a>
     * @see <a href="https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-lambda.html">Lambda in AWS
     *     GovCloud (US)</a>
     */
    private static final Set<String> DOCUMENTED_PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov");
    /**
     * Asia Pacific (Taipei) and Asia Pacific (New Zealand):
     * https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-supported-regions
     */
    private static final Set<String> REGIONS_WITHOUT_SNAP_START = Set.of("ap-east-2", "ap-southeast-6");

    private final Settings settings;
    private final SettingsErrors errors;

    ObjectValidator(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    void validate() {
        SettingsValidator.BUCKETS.forEach(this::validateName);
        validateRegionalFeatures();
        validateNetwork();
    }

    private void validateName(BucketSettings bucket) {
        String byDefault = bucket.byDefault().text(settings);
        if (byDefault.length() > BucketName.MAX_LENGTH
                && bucket.isEnabled(settings)
                && !settings.isSet(bucket.name())) {
            errors.missing(
                    bucket.name(),
                    "a name, because the default has more than %d characters: %s"
                            .formatted(BucketName.MAX_LENGTH, byDefault));
        }
        BucketName name = settings.get(bucket.name());
        String suffix = bucket.byDefault().suffix(settings);
        if (name.isAccountRegional() && !name.text().endsWith(suffix)) {
            errors.error(
                    bucket.name(),
                    "\"" + name + "\"",
                    "a name that ends with %s, or without -an: S3 accepts -an in the namespace of an account and Region"
                                    .formatted(suffix)
                            + " only");
        }
    }

    /** The defaults are for partitions for which AWS documents that they are available. */
    private void validateRegionalFeatures() {
        Region region = settings.get(SourceSettings.REGION);
        for (Setting<?> setting :
                List.of(ReplicationFunctionSettings.ARCHITECTURE, ReplicationFunctionSettings.SNAP_START)) {
            if (!DOCUMENTED_PARTITIONS.contains(region.partition()) && !settings.isSet(setting)) {
                errors.missing(
                        setting,
                        "%s: AWS does not document whether this partition supports the default, %s"
                                .formatted(setting.type().expected(), settings.get(setting)));
            }
        }
        if (settings.get(ReplicationFunctionSettings.SNAP_START)
                && REGIONS_WITHOUT_SNAP_START.contains(region.text())) {
            errors.error(
                    ReplicationFunctionSettings.SNAP_START, true, "false, because " + region + " has no SnapStart");
        }
    }

    private void validateNetwork() {
        if (settings.get(NetworkSettings.SUBNETS).isEmpty()
                != settings.get(NetworkSettings.SECURITY_GROUPS).isEmpty()) {
            errors.error(
                    NetworkSettings.SECURITY_GROUPS, "only one of subnetIds and securityGroupIds", "both, or neither");
        }
    }
}
