package org.allowput.infra.settings.value;

import java.util.Locale;
import java.util.Set;
import org.allowput.infra.settings.reading.SettingType;

/**
 * Where the default names of buckets are: in an account's own namespace of a Region, in which nobody else can create
 * buckets, or in the one that all accounts share.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for general
 *     purpose buckets</a>
 */
public enum BucketNamespace {
    ACCOUNT_REGIONAL,
    GLOBAL;

    /** What AWS documents. */
    public static final String DEFAULT = "`account-regional`; `global` in Middle East (Bahrain), Middle East (UAE) and"
            + " partitions other than aws, aws-cn, aws-us-gov and aws-eusc";

    public static final SettingType<BucketNamespace> TYPE = SettingType.enumeration(BucketNamespace.class);

    private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov", "aws-eusc");
    private static final Set<String> REGIONS_WITHOUT = Set.of("me-south-1", "me-central-1");

    public static BucketNamespace defaultIn(Region region) {
        return PARTITIONS.contains(region.partition()) && !REGIONS_WITHOUT.contains(region.text())
                ? ACCOUNT_REGIONAL
                : GLOBAL;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
