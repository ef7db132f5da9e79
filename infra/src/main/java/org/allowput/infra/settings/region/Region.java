package org.allowput.infra.settings.region;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An AWS Region, by its code, which the schema of the settings has checked.
 *
 * @see <a href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html">Regions</a>
 */
public record Region(String text) {
    /** Ends the names of buckets in the namespace of their account and Region, and no others. */
    public static final String ACCOUNT_REGIONAL = "-an";

    /** The partitions that AWS's SDKs know besides aws, by the prefix of the codes of their Regions. */
    private static final Map<String, String> PARTITIONS = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "eusc-", "aws-eusc",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f");

    /** Whole partitions, and two Regions. */
    private static final Pattern WITHOUT_BUCKET_NAMESPACE = Pattern.compile("(us-iso|eu-iso).*|me-(south|central)-1");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Region {}

    /**
     * The partition that the Region belongs to, as ARNs contain it: a group of Regions with its own IAM.
     *
     * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">
     *     Partitions</a>
     */
    public String partition() {
        return PARTITIONS.keySet().stream()
                .filter(text::startsWith)
                .map(PARTITIONS::get)
                .findFirst()
                .orElse("aws");
    }

    /**
     * How default names of an account's buckets end: where it has a namespace of its own in this Region, with the
     * suffix that S3 reserves for that.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for
     *     general purpose buckets</a>
     */
    public String bucketSuffix(String account) {
        boolean hasNone = WITHOUT_BUCKET_NAMESPACE.matcher(text).matches();
        return "-%s-%s%s".formatted(account, text, hasNone ? "" : ACCOUNT_REGIONAL);
    }

    @Override
    public String toString() {
        return text;
    }
}
