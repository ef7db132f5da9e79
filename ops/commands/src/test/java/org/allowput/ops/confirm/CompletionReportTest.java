package org.allowput.ops.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.junit.jupiter.api.Test;

/** Lines as https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html shows them. */
class CompletionReportTest {
    private static final String DOCUMENTED = """
        amzn-s3-demo-bucket1,s3-standard-1mb-test-object,,succeeded,200,,"{""checksum_base64"":""bS9TOQ\\u003d\\u003d"",""etag"":""3c3c1813042989094598e4b57ecbdc82"",""checksumAlgorithm"":""CRC32"",""checksumType"":""FULL_OBJECT"",""checksum_hex"":""6D2F5339""}"
        amzn-s3-demo-bucket1,image_14975,,failed,200,PermanentFailure,"error details: {""failureMessage"":"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type is not supported for this operation", ""errorCode"": "400"}"
        """;
    private static final String ETAG = "3c3c1813042989094598e4b57ecbdc82";

    @Test
    void theDocumentedLinesAreRead() throws IOException {
        Map<String, Object> json = compared(
                expected("image_14975", ETAG, Algorithm.CRC32),
                expected("lost", ETAG, Algorithm.CRC32),
                expected("s3-standard-1mb-test-object", ETAG, Algorithm.CRC32));

        assertThat(json).containsEntry("equal", 1).containsEntry("notRead", 2).containsEntry("differ", 0);
        assertThat(String.valueOf(json.get("findings")))
                .contains("SSE-C encryption type is not supported")
                .contains("the report of the job does not name it");
    }

    @Test
    void nothingIsSaidOfAnObjectThatWasWrittenAgainOrHasAnotherKindOfChecksum() throws IOException {
        assertThat(compared(expected("s3-standard-1mb-test-object", "another", Algorithm.CRC32)))
                .containsEntry("notRead", 1)
                .extractingByKey("findings")
                .asString()
                .contains("it was written again after the job");
        assertThat(compared(expected("s3-standard-1mb-test-object", ETAG, Algorithm.CRC64NVME)))
                .containsEntry("notRead", 1)
                .extractingByKey("findings")
                .asString()
                .contains("the job computed CRC32 FULL_OBJECT; its receipt says CRC64NVME FULL_OBJECT");
    }

    private static Expected expected(String key, String eTag, Algorithm algorithm) {
        return new Expected(key, "null", eTag, new StoredChecksum(algorithm, "bS9TOQ==", true));
    }

    private static Map<String, Object> compared(Expected... objects) throws IOException {
        AccountA s3 = new AccountA(false);
        Result result = new Result();
        try (CompletionReport report = new CompletionReport()) {
            report.read(s3, URI.create(ChecksumJob.write(s3, DOCUMENTED)));
            report.compare(Stream.of(objects).iterator(), result);
        }
        return JSON.std.mapFrom(JSON.std.asString(result.asJson()));
    }
}
