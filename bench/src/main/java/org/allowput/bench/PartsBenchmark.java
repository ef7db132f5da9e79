package org.allowput.bench;

import java.net.SocketException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.allowput.lambda.checksum.Crc64Nvme;
import org.allowput.lambda.copy.KeyRule;
import org.allowput.lambda.failure.FailureClassifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the copy does often besides its requests: mapping a key, sorting a failure, computing a checksum. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PartsBenchmark {
    private final KeyRule rule = new KeyRule("in/2026/", ".csv", "in/", "from-b/");
    private final byte[] mebibyte = new byte[1024 * 1024];
    private RuntimeException answered = new RuntimeException();
    private RuntimeException broken = new RuntimeException();

    /** Makes what is sorted, as the SDK nests it. */
    @Setup
    public void make() {
        new Random(1).nextBytes(mebibyte);
        answered = S3Exception.builder()
                .statusCode(503)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("SlowDown").build())
                .build();
        broken = SdkClientException.create("failed", new SocketException("Connection reset"));
    }

    /** A source key to a target key. */
    @Benchmark
    public Optional<String> mapKey() {
        return rule.targetKey("in/2026/november/orders-0001.csv");
    }

    /** An error that S3 answers. */
    @Benchmark
    public Object sortAnswer() {
        return FailureClassifier.of(answered);
    }

    /** A connection that breaks. */
    @Benchmark
    public Object sortBreak() {
        return FailureClassifier.of(broken);
    }

    /** The checksum of S3's choice, of 1 MiB. */
    @Benchmark
    public long crc64OfOneMebibyte() {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(mebibyte, 0, mebibyte.length);
        return crc.getValue();
    }

    /** The JVM's own checksum, of 1 MiB. */
    @Benchmark
    public long crc32OfOneMebibyte() {
        CRC32 crc = new CRC32();
        crc.update(mebibyte, 0, mebibyte.length);
        return crc.getValue();
    }
}
