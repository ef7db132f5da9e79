package org.allowput.ops.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.allowput.ops.database.Database;
import org.allowput.ops.records.S3Address;
import org.junit.jupiter.api.Test;

/** Lines as https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html shows them. */
class CompletionReportTest {
    private static final String DOCUMENTED = """
        amzn-s3-demo-bucket1,s3-standard-1mb-test-object,,succeeded,200,,"{""checksum_base64"":""bS9TOQ\\u003d\\u003d"",""etag"":""3c3c1813042989094598e4b57ecbdc82"",""checksumAlgorithm"":""CRC32"",""checksumType"":""FULL_OBJECT"",""checksum_hex"":""6D2F5339""}"
        amzn-s3-demo-bucket1,image%2014975,v1,failed,200,PermanentFailure,"error details: {""failureMessage"":"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type is not supported for this operation", ""errorCode"": "400"}"
        """;

    @Test
    void theDocumentedLinesAreRead() throws IOException {
        assertThat(load(DOCUMENTED))
                .containsExactly(
                        List.of(
                                "image 14975",
                                "v1",
                                "null",
                                "null",
                                "null",
                                "null",
                                "not-read",
                                "200,PermanentFailure,\"error details: {\"failureMessage\":\"Task"
                                        + " 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type is not supported"
                                        + " for this operation\", \"errorCode\": \"400\"}\""),
                        List.of(
                                "s3-standard-1mb-test-object",
                                "",
                                "3c3c1813042989094598e4b57ecbdc82",
                                "CRC32",
                                "FULL_OBJECT",
                                "bS9TOQ==",
                                "null",
                                "null"));
    }

    @Test
    void whatIsNoReportOfSuchAJobIsNamed() {
        assertThatThrownBy(() -> load("amzn-s3-demo-bucket1,key\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("Seen a line that is no row of a completion report, expected 7 fields:"
                        + " amzn-s3-demo-bucket1,key");
        for (String message : List.of("garbage", "\"{\"\"etag\"\":\"\"e\"\"}\"")) {
            assertThatThrownBy(() -> load("amzn-s3-demo-bucket1,key,,succeeded,200,," + message + "\n"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Name the report of a Compute checksum job.");
        }
    }

    private static List<List<String>> load(String csv) throws IOException {
        AccountA s3 = new AccountA(false);
        S3Address manifest = S3Address.parse(ChecksumJob.write(s3, csv));
        try (Database database = Database.open()) {
            new CompletionReport(s3, manifest).load(database);
            return database.query(
                    "FROM checksums ORDER BY key",
                    List.of(),
                    rows -> Database.stream(
                                    rows,
                                    row -> List.of(1, 2, 3, 4, 5, 6, 7, 8).stream()
                                            .map(column -> text(row, column))
                                            .toList())
                            .toList());
        }
    }

    private static String text(ResultSet row, int column) {
        try {
            return Objects.toString(row.getObject(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
