package org.allowput.infra.settings.value;

/**
 * The names of general purpose buckets.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Naming rules</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for general
 *     purpose buckets</a>
 */
public final class BucketNames {
    public static final int MAX_LENGTH = 63;

    /** The property {@code BucketNamespace} of a bucket for which {@link #isAccountRegional} holds. */
    public static final String ACCOUNT_REGIONAL_NAMESPACE = "account-regional";

    private static final String ACCOUNT_REGIONAL = "-an";

    private BucketNames() {}

    /** How the names of buckets end in the namespace of an account and Region. */
    public static String suffix(String account, Region region) {
        return "-%s-%s%s".formatted(account, region, ACCOUNT_REGIONAL);
    }

    /** Whether S3 creates the bucket in the account regional namespace only, for which it reserves the suffix. */
    public static boolean isAccountRegional(String name) {
        return name.endsWith(ACCOUNT_REGIONAL);
    }
}
