package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * The name of a general purpose bucket.
 *
 * @param text what S3 accepts for a new bucket
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Naming rules</a>
 */
public record BucketName(String text) {
    public static final int MAX_LENGTH = 63;

    /** The property {@code BucketNamespace} of a bucket for which {@link #isAccountRegional} holds. */
    public static final String ACCOUNT_REGIONAL_NAMESPACE = "account-regional";

    private static final String ACCOUNT_REGIONAL = "-an";

    /** The schema of the settings has checked the text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BucketName {}

    /** How the names of buckets end in the namespace of an account and Region. */
    public static String accountRegionalSuffix(AccountId account, Region region) {
        return "-%s-%s%s".formatted(account, region, ACCOUNT_REGIONAL);
    }

    /**
     * Whether S3 creates the bucket in the account regional namespace only, for which it reserves the suffix.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for
     *     general purpose buckets</a>
     */
    public boolean isAccountRegional() {
        return text.endsWith(ACCOUNT_REGIONAL);
    }

    @Override
    public String toString() {
        return text;
    }
}
