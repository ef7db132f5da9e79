package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.measure.MeasuredValue;
import org.allowput.ops.acceptance.measure.MetricSum;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One object that the workflow copies in parallel. */
public record LargeObjectChecks(Checks checks, SampleObjects objects, long mebibytes) {
    private static final int MIB = 1024 * 1024;
    private static final String KEY = "large/object";
    private static final Duration TIMEOUT = Duration.ofMinutes(40);
    private static final String DOCUMENT = "docs/cost.md#objects-above-5-gib";
    /** 16 ranges at 50 MiB/s each. */
    private static final double PREDICTED_MIB_PER_SECOND = 800;

    /** Returns the rate. */
    public List<MeasuredValue> run() {
        List<MeasuredValue> measurements = new ArrayList<>();
        checks.check("the workflow copies an object of " + mebibytes + " MiB", "the same size, SUCCEEDED", () -> {
            assemble(KEY);
            long start = System.nanoTime();
            Optional<HeadObjectResponse> copy = objects.arrived(KEY, TIMEOUT);
            double seconds = (System.nanoTime() - start) / 1e9;
            measurements.add(MeasuredValue.predicted(
                    "rate of one large object", mebibytes / seconds, "MiB/s", PREDICTED_MIB_PER_SECOND, DOCUMENT));
            boolean sameSize =
                    copy.filter(each -> each.contentLength() == mebibytes * MIB).isPresent();
            boolean succeeded = deployed()
                    .accounts()
                    .polling()
                    .until(Duration.ofMinutes(1), () -> statuses().equals(List.of(ExecutionStatus.SUCCEEDED)));
            return new Observation(
                    sameSize && succeeded,
                    (sameSize ? "the same size, " : "missing or another size, ")
                            + (succeeded ? "SUCCEEDED" : statuses()));
        });
        checks.onAwsOnly(
                "an object that is overwritten while the workflow copies it arrives as the newer one; ranges that fail"
                        + " are not in ExecutionsFailed",
                "the newer one, 0 failed",
                "the emulator does not pass on the name of a function's error, so that the workflow does not start"
                        + " over",
                this::overwritten);
        return measurements;
    }

    private Observation overwritten() {
        Instant start = Instant.now();
        assemble("large/overwritten");
        deployed()
                .accounts()
                .polling()
                .until(Duration.ofMinutes(5), () -> statuses().contains(ExecutionStatus.RUNNING));
        objects.put("large/overwritten");
        boolean newer = deployed()
                .accounts()
                .polling()
                .until(
                        TIMEOUT,
                        () -> objects.inTarget("large/overwritten")
                                .filter(each -> each.contentLength() < MIB)
                                .isPresent());
        deployed().accounts().polling().until(TIMEOUT, () -> !statuses().contains(ExecutionStatus.RUNNING));
        // CloudWatch has metrics some minutes late.
        deployed().accounts().pauseOnAws(Duration.ofMinutes(3));
        double failed = new MetricSum("AWS/States", "ExecutionsFailed", Map.of("StateMachineArn", machine()))
                .since(deployed().accounts(), start);
        return new Observation(
                newer && failed == 0, (newer ? "the newer one, " : "not the newer one, ") + (int) failed + " failed");
    }

    private List<ExecutionStatus> statuses() {
        return deployed()
                .accounts()
                .source()
                .stepFunctions()
                .listExecutionsPaginator(request -> request.stateMachineArn(machine()))
                .executions()
                .stream()
                .map(each -> each.status())
                .toList();
    }

    private String machine() {
        return deployed().source().get(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
    }

    private Deployed deployed() {
        return objects.deployed();
    }

    /** Uploads one part, and lets S3 copy it into all others: no more than 64 MiB leave this computer. */
    private void assemble(String key) {
        S3Client s3 = objects.source();
        String bucket = deployed().sourceBucket();
        int part = (int) Math.max(5, Math.min(64, mebibytes / 4)) * MIB;
        byte[] content = new byte[part];
        new Random(1).nextBytes(content);
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        String seed = "large/seed";
        s3.putObject(request -> request.bucket(bucket).key(seed), RequestBody.fromBytes(content));
        int count = Math.toIntExact((mebibytes * MIB + part - 1) / part);
        List<CompletedPart> parts = IntStream.rangeClosed(1, count)
                .parallel()
                .mapToObj(number -> {
                    long last = Math.min(part, mebibytes * MIB - (number - 1L) * part) - 1;
                    String tag = s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                                    .sourceKey(seed)
                                    .destinationBucket(bucket)
                                    .destinationKey(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .copySourceRange("bytes=0-" + last))
                            .copyPartResult()
                            .eTag();
                    return CompletedPart.builder().partNumber(number).eTag(tag).build();
                })
                .toList();
        s3.completeMultipartUpload(
                request -> request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }
}
