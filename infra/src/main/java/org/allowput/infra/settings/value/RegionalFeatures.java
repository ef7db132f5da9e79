package org.allowput.infra.settings.value;

import java.util.Set;

/**
 * Which Regions have the features of Lambda that the function uses by default. Availability is stated only for
 * partitions whose documentation lists what their Regions lack; elsewhere, the settings must choose.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-supported-regions">SnapStart: all
 *     commercial Regions except two</a>
 * @see <a href="https://docs.amazonaws.cn/en_us/aws/latest/userguide/lambda.html">Lambda in the China Regions</a>
 * @see <a href="https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-lambda.html">Lambda in AWS GovCloud
 *     (US)</a>
 */
public final class RegionalFeatures {
    private static final Set<String> DOCUMENTED_PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov");
    /** Asia Pacific (Taipei) and Asia Pacific (New Zealand). */
    private static final Set<String> REGIONS_WITHOUT_SNAP_START = Set.of("ap-east-2", "ap-southeast-6");

    private final Region region;

    public RegionalFeatures(Region region) {
        this.region = region;
    }

    /** Whether AWS documents which of Lambda's features the Region's partition has. */
    public boolean documented() {
        return DOCUMENTED_PARTITIONS.contains(region.partition());
    }

    /** Whether AWS documents that the Region has no SnapStart. */
    public boolean withoutSnapStart() {
        return REGIONS_WITHOUT_SNAP_START.contains(region.text());
    }
}
