package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import java.util.Set;

/**
 * An AWS Region, by its code.
 *
 * @param text for example {@code eu-central-1}, {@code cn-north-1} or {@code us-gov-west-1}
 * @see <a href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html">Regions</a>
 */
public record Region(String text) {
    /** The partitions that AWS's SDKs know besides aws, by the prefix of the codes of their Regions. */
    private static final Map<String, String> PARTITIONS = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "eusc-", "aws-eusc",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f");

    private static final Set<String> PARTITIONS_WITH_BUCKET_NAMESPACE =
            Set.of("aws", "aws-cn", "aws-us-gov", "aws-eusc");
    private static final Set<String> REGIONS_WITHOUT_BUCKET_NAMESPACE = Set.of("me-south-1", "me-central-1");

    /** The schema of the settings has checked the text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Region {}

    /**
     * The partition that the Region belongs to, as ARNs contain it: a group of Regions with its own IAM. A role cannot
     * be assumed from another partition, so both accounts must be in the same one.
     *
     * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">
     *     Partitions</a>
     */
    public String partition() {
        return PARTITIONS.entrySet().stream()
                .filter(entry -> text.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }

    /**
     * Whether each account has a namespace of its own for buckets in this Region.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for
     *     general purpose buckets</a>
     */
    public boolean hasBucketNamespace() {
        return PARTITIONS_WITH_BUCKET_NAMESPACE.contains(partition())
                && !REGIONS_WITHOUT_BUCKET_NAMESPACE.contains(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
