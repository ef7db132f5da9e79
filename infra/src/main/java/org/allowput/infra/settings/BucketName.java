package org.allowput.infra.settings;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a general purpose bucket.
 *
 * @param text what S3 accepts for a new bucket
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Naming rules</a>
 */
public record BucketName(String text) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final List<String> RESERVED_STARTS = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_ENDS = List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");
    private static final String EXPECTED =
            "a bucket name: 3 to 63 of a-z, 0-9, . and -, a letter or digit at both ends, "
                    + "no two dots together, no IP address, no start or end that S3 reserves";
    static final Shape<BucketName> SHAPE = Shape.of(EXPECTED, BucketName::new);

    /** @throws IllegalArgumentException if S3 would refuse the name */
    public BucketName {
        boolean valid = NAME.matcher(text).matches()
                && !text.contains("..")
                && !ADDRESS.matcher(text).matches()
                && RESERVED_STARTS.stream().noneMatch(text::startsWith)
                && RESERVED_ENDS.stream().noneMatch(text::endsWith);
        Shape.require(valid, EXPECTED);
    }

    /** The name a bucket gets where none is set: the same account and Region always give the same one. */
    static BucketName derived(String side, AccountId account, Region region) {
        return new BucketName("allow-put-%s-%s-%s".formatted(side, account, region));
    }

    @Override
    public String toString() {
        return text;
    }
}
