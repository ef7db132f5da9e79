package org.allowput.ops.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.allowput.ops.aws.FakeS3;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.records.ManifestFiles;
import org.junit.jupiter.api.Test;

/** Lines as https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html shows them. */
class CompletionReportTest {
    private static final String DOCUMENTED = """
        amzn-s3-demo-bucket1,s3-standard-1mb-test-object,,succeeded,200,,"{""checksum_base64"":""bS9TOQ\\u003d\\u003d"",""etag"":""3c3c1813042989094598e4b57ecbdc82"",""checksumAlgorithm"":""CRC32"",""checksumType"":""FULL_OBJECT"",""checksum_hex"":""6D2F5339""}"
        amzn-s3-demo-bucket1,image%2014975,v1,failed,200,PermanentFailure,"error details: {""failureMessage"":"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type is not supported for this operation", ""errorCode"": "400"}"
        """;

    @Test
    void theDocumentedLinesAreRead() throws IOException {
        assertThat(load("\n" + DOCUMENTED + "bucket,a\\x1Fb,,failed,403,AccessDenied,no\n"))
                .containsExactly(
                        "a\\x1Fb||null|null|null|null|not-read|403,AccessDenied,no",
                        "image 14975|v1|null|null|null|null|not-read|200,PermanentFailure,\"error details:"
                            + " {\"failureMessage\":\"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type"
                            + " is not supported for this operation\", \"errorCode\": \"400\"}\"",
                        "s3-standard-1mb-test-object||3c3c1813042989094598e4b57ecbdc82|CRC32|FULL_OBJECT|bS9TOQ==|null"
                                + "|null");
    }

    @Test
    void whatIsNoReportOfSuchAJobIsNamed() {
        assertThatThrownBy(() -> load("amzn-s3-demo-bucket1,key\n"))
                .isInstanceOf(OperationException.class)
                .hasMessage("Seen a line that is no row of a completion report, expected 7 fields:"
                        + " amzn-s3-demo-bucket1,key");
        for (String message : List.of("garbage", "\"{\"\"etag\"\":\"\"e\"\"}\"")) {
            assertThatThrownBy(() -> load("amzn-s3-demo-bucket1,key,,succeeded,200,," + message + "\n"))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("Name the report of a Compute checksum job.");
        }
    }

    private static List<String> load(String csv) throws IOException {
        FakeS3 s3 = new FakeS3();
        ManifestFiles manifest = new ManifestFiles(ChecksumJob.write(s3, csv), s3);
        try (Database database = new Database()) {
            manifest.loadReport(database);
            return database.rows("FROM checksums ORDER BY key").stream()
                    .map(row -> row.values().stream().map(Objects::toString).collect(Collectors.joining("|")))
                    .toList();
        }
    }
}
