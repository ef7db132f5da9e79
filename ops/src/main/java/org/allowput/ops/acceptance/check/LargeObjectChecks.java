package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.measure.Measurement;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One object that the workflow copies in parallel. */
public record LargeObjectChecks(Checks checks, Copies copies, long mebibytes) {
    private static final int MIB = 1024 * 1024;
    private static final String KEY = "large/object";
    private static final Duration PATIENCE = Duration.ofMinutes(40);
    private static final String DOCUMENT = "docs/cost.md#objects-above-5-gib";
    /** 16 ranges at 50 MiB/s each. */
    private static final double PREDICTED_MIB_PER_SECOND = 800;

    /** Returns the rate. */
    public List<Measurement> run() {
        List<Measurement> measurements = new ArrayList<>();
        checks.check("the workflow copies an object of " + mebibytes + " MiB", "the same size, SUCCEEDED", () -> {
            assemble(KEY);
            long start = System.nanoTime();
            Optional<HeadObjectResponse> copy = deployed()
                    .accounts()
                    .polling()
                    .until(PATIENCE, () -> copies.inTarget(KEY), Optional::isPresent)
                    .orElse(Optional.empty());
            double seconds = (System.nanoTime() - start) / 1e9;
            measurements.add(Measurement.predicted(
                    "rate of one large object", mebibytes / seconds, "MiB/s", PREDICTED_MIB_PER_SECOND, DOCUMENT));
            boolean sameSize =
                    copy.filter(each -> each.contentLength() == mebibytes * MIB).isPresent();
            boolean succeeded = deployed()
                    .accounts()
                    .polling()
                    .until(Duration.ofMinutes(1), () -> statuses().equals(List.of(ExecutionStatus.SUCCEEDED)));
            return new Seen(
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

    private Seen overwritten() {
        Instant start = Instant.now();
        assemble("large/overwritten");
        deployed()
                .accounts()
                .polling()
                .until(Duration.ofMinutes(5), () -> statuses().contains(ExecutionStatus.RUNNING));
        copies.put("large/overwritten");
        boolean newer = deployed()
                .accounts()
                .polling()
                .until(
                        PATIENCE,
                        () -> copies.inTarget("large/overwritten")
                                .filter(each -> each.contentLength() < MIB)
                                .isPresent());
        deployed().accounts().polling().until(PATIENCE, () -> !statuses().contains(ExecutionStatus.RUNNING));
        // CloudWatch has metrics some minutes late.
        deployed().accounts().polling().until(Duration.ofMinutes(3), () -> false);
        double failed = deployed()
                .accounts()
                .source()
                .cloudWatch()
                .getMetricStatistics(request -> request.namespace("AWS/States")
                        .metricName("ExecutionsFailed")
                        .dimensions(Dimension.builder()
                                .name("StateMachineArn")
                                .value(machine())
                                .build())
                        .startTime(start)
                        .endTime(Instant.now())
                        .period(60)
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(point -> point.sum())
                .sum();
        return new Seen(
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
        return deployed().source().get("LargeObjectsStateMachineArn");
    }

    private Deployed deployed() {
        return copies.deployed();
    }

    /** Uploads one part, and lets S3 copy it into all others: no more than 64 MiB leave this computer. */
    private void assemble(String key) {
        S3Client s3 = copies.source();
        String bucket = deployed().sourceBucket();
        int part = (int) Math.max(5, Math.min(64, mebibytes / 4)) * MIB;
        byte[] content = new byte[part];
        new Random(1).nextBytes(content);
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        String seed = "large/seed";
        s3.putObject(request -> request.bucket(bucket).key(seed), RequestBody.fromBytes(content));
        for (long offset = 0; offset < mebibytes * MIB; offset += part) {
            int number = parts.size() + 1;
            long last = Math.min(part, mebibytes * MIB - offset) - 1;
            String tag = s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                            .sourceKey(seed)
                            .destinationBucket(bucket)
                            .destinationKey(key)
                            .uploadId(upload)
                            .partNumber(number)
                            .copySourceRange("bytes=0-" + last))
                    .copyPartResult()
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        s3.completeMultipartUpload(
                request -> request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }
}
