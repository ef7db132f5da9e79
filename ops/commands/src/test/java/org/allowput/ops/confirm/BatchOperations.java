package org.allowput.ops.confirm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.CreateJobResponse;
import software.amazon.awssdk.services.s3control.model.DescribeJobRequest;
import software.amazon.awssdk.services.s3control.model.DescribeJobResponse;
import software.amazon.awssdk.services.s3control.model.JobStatus;

/**
 * Computes SHA-256 of the stored bytes as soon as a job is created, and reports in the format of
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html.
 */
final class BatchOperations implements S3ControlClient {
    final List<CreateJobRequest> requests = new ArrayList<>();
    /** What becomes of the tasks of these keys. */
    final Map<String, String> failures = new HashMap<>();

    JobStatus status = JobStatus.COMPLETE;

    private final AccountA s3;

    BatchOperations(AccountA s3) {
        this.s3 = s3;
    }

    @Override
    public CreateJobResponse createJob(CreateJobRequest request) {
        requests.add(request);
        String id = "00e123a4-" + requests.size();
        String bucket = request.report().bucket().replaceFirst("arn:aws:s3:::", "");
        String manifest = request.manifest().location().objectArn().replaceFirst("arn:aws:s3:::[^/]+/", "");
        String folder = request.report().prefix() + "/job-" + id + "/";
        StringBuilder csv = new StringBuilder();
        for (String line : content(bucket, manifest).lines().toList()) {
            csv.append(task(line.split(",", -1))).append('\n');
        }
        put(bucket, folder + "results/1.csv", csv.toString());
        put(bucket, folder + "manifest.json", """
            {"Format": "Report_CSV_20180820", "ReportCreationDate": "2026-01-31T12:00:00.000Z",
             "Results": [{"TaskExecutionStatus": "succeeded", "Bucket": "%s", "MD5Checksum": "%s", "Key": "%s"}],
             "ReportSchema": "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"}
            """.formatted(bucket, md5(csv.toString()), folder + "results/1.csv"));
        return CreateJobResponse.builder().jobId(id).build();
    }

    private String task(String[] row) {
        String begin = String.join(",", row[0], row[1], row[2].equals("null") ? "" : row[2]);
        String key = URLDecoder.decode(row[1], UTF_8);
        if (failures.containsKey(key)) {
            return begin + ",failed,200,PermanentFailure," + failures.get(key);
        }
        byte[] sum = AccountA.sha256(
                s3.getObjectAsBytes(request -> request.bucket(row[0]).key(key)).asByteArray());
        return begin
                + ",succeeded,200,,\"{\"\"checksum_base64\"\":\"\"%s\"\",\"\"etag\"\":\"\"3c3c\"\",\"\"checksumAlgorithm\"\":\"\"SHA256\"\",\"\"checksumType\"\":\"\"FULL_OBJECT\"\",\"\"checksum_hex\"\":\"\"%s\"\"}\""
                        .formatted(
                                Base64.getEncoder().encodeToString(sum).replace("=", "\\u003d"),
                                HexFormat.of().withUpperCase().formatHex(sum));
    }

    private String content(String bucket, String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }

    private void put(String bucket, String key, String content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DescribeJobResponse describeJob(DescribeJobRequest request) {
        return DescribeJobResponse.builder()
                .job(job -> job.jobId(request.jobId()).status(status))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
