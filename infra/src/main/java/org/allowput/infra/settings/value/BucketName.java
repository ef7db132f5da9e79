package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.regex.Pattern;

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
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final List<String> RESERVED_PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");
    private static final String EXPECTED =
            "a bucket name: 3 to 63 of a-z, 0-9, . and -, begins and ends with a letter or digit, "
                    + "no two adjacent dots, no IP address, no prefix or suffix that S3 reserves";

    /** @throws IllegalArgumentException if S3 does not accept the name */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BucketName {
        boolean valid = NAME.matcher(text).matches()
                && !text.contains("..")
                && !ADDRESS.matcher(text).matches()
                && RESERVED_PREFIXES.stream().noneMatch(text::startsWith)
                && RESERVED_SUFFIXES.stream().noneMatch(text::endsWith);
        Expectation.require(valid, EXPECTED);
    }

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
