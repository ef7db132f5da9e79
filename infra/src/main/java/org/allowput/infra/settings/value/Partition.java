package org.allowput.infra.settings.value;

import java.util.Map;

/**
 * A group of Regions with its own IAM. A role cannot be assumed from another partition, so both accounts must be in the
 * same one.
 *
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">
 *     Partitions</a>
 */
final class Partition {
    /** The partitions that AWS's SDKs know besides aws, by the prefix of the codes of their Regions. */
    private static final Map<String, String> BY_REGION_PREFIX = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "eusc-", "aws-eusc",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f");

    private Partition() {}

    /** The partition of a Region, as ARNs contain it. */
    static String of(Region region) {
        return BY_REGION_PREFIX.entrySet().stream()
                .filter(entry -> region.text().startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }
}
