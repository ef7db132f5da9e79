package org.allowput.emulator.strict;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespaces that buckets are created in. Names that end with {@code -an} are those of the account and the Region
 * whose request says so. The code of a missing header was seen on AWS; AWS documents no code for the others.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for general
 *     purpose buckets</a>
 */
final class BucketNamespaces {
    private static final String HEADER = "x-amz-bucket-namespace";
    /** Of an administrator of the emulator, whose access key is the account. */
    private static final Pattern SCOPE = Pattern.compile("Credential=(\\d{12})/\\d{8}/([^/]+)/");

    private BucketNamespaces() {}

    static Optional<Refusal> refuse(S3Request request) {
        boolean creates = request.method().equals("PUT")
                && request.key().isEmpty()
                && request.query().isEmpty();
        if (!creates) {
            return Optional.empty();
        }
        boolean reserved = request.bucket().endsWith("-an");
        boolean stated = request.header(HEADER).equals(Optional.of("account-regional"));
        if (reserved && request.header(HEADER).isEmpty()) {
            return Optional.of(Refusal.badRequest("MissingNamespaceHeader", "The name needs the header " + HEADER));
        }
        return reserved == stated && isOwn(request)
                ? Optional.empty()
                : Optional.of(Refusal.badRequest(
                        "InvalidBucketNamespace", "The name is not one of the namespace of the account and Region"));
    }

    private static boolean isOwn(S3Request request) {
        Matcher scope = SCOPE.matcher(request.header("authorization").orElse(""));
        return !request.bucket().endsWith("-an")
                || !scope.find()
                || request.bucket().endsWith("-%s-%s-an".formatted(scope.group(1), scope.group(2)));
    }
}
