package org.allowput.ops.confirm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.aws.FakeS3;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Computes SHA-256 of the bytes that a bucket stores now, and reports in the format of
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html.
 */
final class ChecksumJob {
    static final String BUCKET = "reports";
    private static final String FOLDER = "job-00e123a4/";

    /** What becomes of the tasks of these keys. */
    final Map<String, String> failures = new HashMap<>();

    private final FakeS3 s3;

    ChecksumJob(FakeS3 s3) {
        this.s3 = s3;
    }

    /** Runs the job, and returns the address of the report's manifest. */
    String run(String bucket) {
        StringBuilder csv = new StringBuilder();
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix("")).versions().stream()
                .filter(ObjectVersion::isLatest)
                .forEach(object -> csv.append(task(bucket, object)).append('\n'));
        return write(s3, csv.toString());
    }

    static String write(FakeS3 s3, String csv) {
        String file = FOLDER + "results/1.csv";
        put(s3, file, csv);
        put(s3, FOLDER + "manifest.json", """
            {"Format": "Report_CSV_20180820", "ReportCreationDate": "2026-01-31T12:00:00.000Z",
             "Results": [{"TaskExecutionStatus": "succeeded", "Bucket": "%s", "MD5Checksum": "%s", "Key": "%s"}],
             "ReportSchema": "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"}
            """.formatted(
                        BUCKET, HexFormat.of().formatHex(FakeS3.hash("MD5", csv.getBytes(UTF_8))), file));
        return "s3://" + BUCKET + "/" + FOLDER + "manifest.json";
    }

    /** Leaves the rows of one key in the report, and a manifest that lists what is left. */
    void cut(String key) {
        String csv = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(FOLDER + "results/1.csv"))
                .asUtf8String();
        write(
                s3,
                csv.lines()
                        .filter(line -> line.contains("," + key + ","))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    private String task(String bucket, ObjectVersion object) {
        String key = object.key();
        String version = object.versionId().equals("null") ? "" : object.versionId();
        String begin = String.join(",", bucket, SdkHttpUtils.urlEncodeIgnoreSlashes(key), version);
        if (failures.containsKey(key)) {
            return begin + ",failed,200,PermanentFailure," + failures.get(key);
        }
        byte[] sum = FakeS3.hash(
                "SHA-256",
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray());
        return begin
                + ",succeeded,200,,\"{\"\"checksum_base64\"\":\"\"%s\"\",\"\"etag\"\":\"\"%s\"\",\"\"checksumAlgorithm\"\":\"\"SHA256\"\",\"\"checksumType\"\":\"\"FULL_OBJECT\"\",\"\"checksum_hex\"\":\"\"%s\"\"}\""
                        .formatted(
                                Base64.getEncoder().encodeToString(sum).replace("=", "\\u003d"),
                                Receipt.unquoted(object.eTag()),
                                HexFormat.of().withUpperCase().formatHex(sum));
    }

    private static void put(FakeS3 s3, String key, String content) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }
}
