package org.allowput.emulator.strict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.Emulator;

/**
 * Refuses what S3 refuses and the emulators accept.
 *
 * @param owners the accounts that own the buckets
 * @param ownerIsRequired whether a request that does not state the bucket's owner is refused, too: S3 accepts it, and
 *     the function has to state it everywhere
 * @param sessions the sessions that requests are signed with
 */
public record StrictS3(BucketOwners owners, boolean ownerIsRequired, AssumedSessions sessions) {
    private static final List<String> FULL_OBJECT = List.of("CRC64NVME", "CRC32", "CRC32C");

    /** With the buckets and policies that the emulator has, whenever they are created. */
    public static StrictS3 before(Emulator emulator) {
        return before(emulator, BucketOwners.in(emulator), true);
    }

    /** The same for any client, not only for the function. */
    public static StrictS3 forAnyClient(Emulator emulator) {
        return before(emulator, BucketOwners.in(emulator), false);
    }

    /**
     * With the policies that the emulator has.
     *
     * @param owners the accounts that own the buckets, by bucket
     */
    public static StrictS3 before(Emulator emulator, Map<String, String> owners) {
        return before(emulator, BucketOwners.of(owners), true);
    }

    private static StrictS3 before(Emulator emulator, BucketOwners owners, boolean ownerIsRequired) {
        return new StrictS3(owners, ownerIsRequired, new AssumedSessions(new EmulatorPolicies(emulator, owners)));
    }

    /** Without policies: of an emulator that evaluates none either. */
    public static StrictS3 withoutPolicies(Map<String, String> owners) {
        return new StrictS3(BucketOwners.of(owners), true, new AssumedSessions(PolicySource.NONE));
    }

    /** What S3 would answer instead of carrying the request out; nothing if it would carry it out. */
    public Optional<Refusal> refuse(S3Request request) {
        return transferEncoding(request)
                .or(() -> S3Limits.refuse(request))
                .or(() -> BucketNamespaces.refuse(request))
                .or(() -> owner(request))
                .or(() -> checksumType(request))
                .or(() -> sessions.refuse(request));
    }

    /** The length of a body must be known: in chunks, as the AWS CLI sends files, by a header of its own. */
    private static Optional<Refusal> transferEncoding(S3Request request) {
        return request.header("transfer-encoding")
                .filter(ignored ->
                        request.header("x-amz-decoded-content-length").isEmpty())
                .map(ignored -> new Refusal(
                        501, "NotImplemented", "A header you provided implies functionality that is not implemented"));
    }

    /**
     * S3 checks the owner where it is stated. The emulator answers for a bucket that does not exist.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html">Verifying bucket
     *     ownership with bucket owner condition</a>
     */
    private Optional<Refusal> owner(S3Request request) {
        Optional<String> stated = request.header("x-amz-expected-bucket-owner");
        if (stated.isEmpty() && !ownerIsRequired) {
            return Optional.empty();
        }
        if (stated.filter(account -> !account.matches("\\d{12}")).isPresent()) {
            return Optional.of(Refusal.badRequest(
                    "InvalidBucketOwnerAWSAccountID",
                    "The value of the expected bucket owner parameter must be an AWS account ID"));
        }
        return owners.of(request.bucket())
                .filter(owner -> !stated.equals(Optional.of(owner)))
                .map(ignored -> Refusal.accessDenied("Access Denied"));
    }

    /**
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
     *     object integrity for data uploads</a>: which algorithms have a checksum of the whole
     */
    private static Optional<Refusal> checksumType(S3Request request) {
        boolean whole = request.operation() == S3Operation.CREATE_MULTIPART_UPLOAD
                && request.header("x-amz-checksum-type").equals(Optional.of("FULL_OBJECT"));
        boolean combines = request.header("x-amz-checksum-algorithm")
                .filter(FULL_OBJECT::contains)
                .isPresent();
        return whole && !combines
                ? Optional.of(Refusal.badRequest(
                        "InvalidRequest", "The FULL_OBJECT checksum type cannot be used with this algorithm"))
                : Optional.empty();
    }
}
