package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.TargetOptions;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Bytes, options and deadlines that tests copy by. */
public final class CopySamples {
    static final int MIB = 1024 * 1024;
    /** The smallest threshold and part that S3 allows: small objects in several parts. */
    static final int LEAST = 5 * MIB;

    static final ExpectedThroughput PACE = new ExpectedThroughput(MIB, Duration.ofMinutes(15));
    static final CopyOptions OPTIONS = options(false, false, CopyLimit.NONE, Selection.ALL);
    public static final TargetOptions DEFAULTS = new TargetOptions(Optional.empty(), Optional.empty(), false);
    static final Deadline LATER = () -> Duration.ofMinutes(10);

    /** Of any characters. */
    public static final List<String> KEYS = List.of(
            "plain",
            "with spaces in it",
            " ",
            "a+b",
            "100%",
            "%2F and %20 as they are",
            "this & that = ?; #: @, $",
            "写真/二〇二五年/東京.jpg",
            "launch \uD83D\uDE80.txt",
            "../up",
            "a/../b",
            "a/./b",
            "./here",
            "..",
            "a/..",
            "/leading",
            "//two//slashes//",
            "%2Fnot a slash",
            "folder/",
            "dots...",
            "a\\b\"c'd<e>f{g}h|i^j`k~l[m]n*(o)!",
            "tab\tand bell\u0007");

    private static final Map<Integer, byte[]> BYTES = new ConcurrentHashMap<>();

    private CopySamples() {}

    public static CopyOptions options(boolean tags, boolean deletes, CopyLimit limit, Selection selection) {
        return new CopyOptions(LEAST, LEAST, 2, tags, deletes, PACE, limit, selection);
    }

    /** One part at a time, so that which part it is does not depend on their speed. */
    static CopyOptions inOrder(Selection selection) {
        return new CopyOptions(LEAST, LEAST, 1, false, false, PACE, CopyLimit.NONE, selection);
    }

    /** Of an object without headers, metadata and checksum. */
    public static SourceState state(String key, long size, String eTag, @Nullable String version) {
        return new SourceState(key, size, eTag, version, null, Map.of(), Map.of(), 0, Optional.empty(), null, null);
    }

    /** An object of that size was copied. */
    public static Outcome.Copied outcome(long bytes, int missingMetadata) {
        Receipt.Version version = new Receipt.Version("e", null, null, bytes, null, null, Optional.empty());
        return new Outcome.Copied(missingMetadata, version);
    }

    /** That many bytes were copied, with all metadata. */
    static ThrowingConsumer<CopyResult> copied(long bytes) {
        return outcome -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Copied.class, copied -> {
            assertThat(copied.bytes()).isEqualTo(bytes);
            assertThat(copied.missingMetadata()).isZero();
        });
    }

    /** The same each time, and no two runs of bytes alike. Made once for each size, which takes longer than a copy. */
    static byte[] bytes(int size) {
        return BYTES.computeIfAbsent(size, CopySamples::random).clone();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What S3 answers to If-None-Match if there is an object with the key. */
    static S3Exception exists() {
        return answer(412, "PreconditionFailed");
    }

    /** The same as the answer to an attempt, the first or a later one. */
    static S3Exception exists(int attempt) {
        return (S3Exception) exists().toBuilder().numAttempts(attempt).build();
    }

    /** What the SDK throws if the body of a second attempt cannot be read. */
    static SdkClientException afterAnotherAttempt(SourceException thrown) {
        return SdkClientException.builder()
                .message(thrown.getMessage())
                .cause(thrown)
                .numAttempts(2)
                .build();
    }

    /** An error that S3 answers. */
    public static S3Exception answer(int status, @Nullable String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
