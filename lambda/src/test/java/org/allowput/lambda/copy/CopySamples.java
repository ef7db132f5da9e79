package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.s3.TargetOptions;
import org.assertj.core.api.ThrowingConsumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Bytes, options and deadlines that tests copy by. */
final class CopySamples {
    static final int MIB = 1024 * 1024;
    /** The smallest threshold and part that S3 allows: small objects in several parts. */
    static final int LEAST = 5 * MIB;

    static final ExpectedThroughput PACE = new ExpectedThroughput(MIB, Duration.ofMinutes(15));
    static final CopyOptions OPTIONS =
            new CopyOptions(LEAST, LEAST, 2, false, false, PACE, CopyLimit.NONE, Selection.ALL);
    static final CopyOptions WITH_OPT_INS =
            new CopyOptions(LEAST, LEAST, 2, true, true, PACE, CopyLimit.NONE, Selection.ALL);
    static final TargetOptions DEFAULTS = new TargetOptions(Optional.empty(), Optional.empty(), false);
    static final Deadline LATER = () -> Duration.ofMinutes(10);

    private static final Map<Integer, byte[]> BYTES = new ConcurrentHashMap<>();

    private CopySamples() {}

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
        return (S3Exception) S3Exception.builder()
                .statusCode(412)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("PreconditionFailed")
                        .build())
                .build();
    }
}
