package org.allowput.ops.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Lines as https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html shows them. */
class CompletionReportTest {
    private static final String DOCUMENTED = """
        amzn-s3-demo-bucket1,s3-standard-1mb-test-object,,succeeded,200,,"{""checksum_base64"":""bS9TOQ\\u003d\\u003d"",""etag"":""3c3c1813042989094598e4b57ecbdc82"",""checksumAlgorithm"":""CRC32"",""checksumType"":""FULL_OBJECT"",""checksum_hex"":""6D2F5339""}"
        amzn-s3-demo-bucket1,image_14975,,failed,200,PermanentFailure,"error details: {""failureMessage"":"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type is not supported for this operation", ""errorCode"": "400"}"
        """;

    private final AccountA s3 = new AccountA(false);
    private final Result result = new Result();

    @Test
    void theDocumentedLinesAreRead() throws IOException {
        write(DOCUMENTED);

        compare("image_14975", "absent", "s3-standard-1mb-test-object");

        Map<String, Object> json = JSON.std.mapFrom(JSON.std.asString(result.asJson()));
        assertThat(json).containsEntry("equal", 1).containsEntry("notRead", 2).containsEntry("differ", 0);
        assertThat(String.valueOf(json.get("findings")))
                .contains("SSE-C encryption type is not supported")
                .contains("the report of the job does not name it");
    }

    private void write(String csv) {
        s3.putObject(request -> request.bucket("b").key("job/results/1.csv"), RequestBody.fromString(csv));
        s3.putObject(request -> request.bucket("b").key("job/manifest.json"), RequestBody.fromString("""
            {"Format": "Report_CSV_20180820", "ReportCreationDate": "2019-04-05T17:48:39.725Z",
             "Results": [{"TaskExecutionStatus": "succeeded", "Bucket": "b", "Key": "job/results/1.csv",
                          "MD5Checksum": "%s"}]}
            """.formatted(
                        BatchOperations.md5(csv))));
    }

    private void compare(String... keys) throws IOException {
        s3.putObject(
                request -> request.bucket("b").key("manifest.csv"),
                RequestBody.fromString(Stream.of(keys)
                        .map(key -> "b," + key + ",null,bS9TOQ==\n")
                        .collect(Collectors.joining())));
        new CompletionReport(s3, "b", "job/")
                .compare(new Confirmation.Job("1", "manifest.csv", Algorithm.CRC32, true, keys.length), result);
    }
}
