package org.allowput.ops.confirm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.FakeS3;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.ManifestFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** What {@code bin/confirm} prints and ends with, with and without versions. */
class ConfirmCommandTest {
    private static final String TARGET = "target";
    private static final String NOTES = "_deliveries/";
    private static final List<String> KEYS =
            List.of("in/a.csv", "in/with space+plus%20percent, \"quotes\" and 日本語.csv", "in/🎉/b", "x");

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html */
    private static final String DOCUMENTED = """
        amzn-s3-demo-bucket1,s3-standard-1mb-test-object,,succeeded,200,,"{""checksum_base64"":""bS9TOQ\\u003d\\u003d"",""etag"":""3c3c1813042989094598e4b57ecbdc82"",""checksumAlgorithm"":""CRC32"",""checksumType"":""FULL_OBJECT"",""checksum_hex"":""6D2F5339""}"
        amzn-s3-demo-bucket1,image%2014975,v1,failed,200,PermanentFailure,"error details: {""failureMessage"":"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 SSE-C encryption type is not supported for this operation", ""errorCode"": "400"}"
        """;

    private final Instant arrived = Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private final List<Receipt> receipts = new ArrayList<>();
    private FakeS3 s3 = new FakeS3();
    private CommandRun command = new CommandRun(s3);
    private ChecksumJob job = new ChecksumJob(s3);
    private boolean versioned;

    private void in(boolean versionedBucket) {
        versioned = versionedBucket;
        s3 = new FakeS3(versioned);
        command = new CommandRun(s3);
        job = new ChecksumJob(s3);
        s3.time = arrived;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatArrivedAsItWasSentIsEqual(boolean versionedBucket) throws IOException {
        in(versionedBucket);
        KEYS.forEach(this::deliver);
        deliver("x");
        deliver("gone");
        s3.delete(TARGET, "gone");
        note("gone", OutcomeLabel.DELETED, null);
        writeReceipts();

        assertThat(run("--receipts", NOTES)).as(command.err.toString()).isZero();
        assertThat(command.out.toString())
                .isEqualTo(
                        "4 of 4 equal; 0 not-noted; 0 differs; 0 missing; 0 not-read; not judged: 0 that arrived just"
                                + " now, and what arrived before " + arrived + "\n");

        assertThat(runJob()).as(command.err.toString()).isZero();
        assertThat(command.out.toString()).startsWith("4 of 4 equal; 0 not-noted;");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void corruptedTruncatedMissingAndUnknownObjectsAreFound(boolean versionedBucket) throws IOException {
        in(versionedBucket);
        KEYS.forEach(this::deliver);
        for (String key : List.of("replaced", "shortened", "cut", "deleted", "rotten", "unreadable")) {
            deliver(key);
        }
        put("old", "before there were receipts", arrived.minus(1, ChronoUnit.DAYS));
        writeReceipts();
        put("replaced", "replaceD", arrived.plusSeconds(60));
        put("shortened", "short", arrived.plusSeconds(60));
        put("unknown", "unknown", arrived.plusSeconds(60));
        put("young", "its receipt comes", Instant.now());
        s3.rot(TARGET, "cut", "cu".getBytes(UTF_8));
        s3.rot(TARGET, "rotten", "rotteN".getBytes(UTF_8));
        s3.delete(TARGET, "deleted");
        String overwritten = versioned ? "not-noted" : "differs";

        assertThat(run("--receipts", NOTES, "--json"))
                .as(command.err.toString())
                .isEqualTo(1);
        assertThat(found())
                .containsExactlyInAnyOrder(
                        overwritten + " replaced",
                        overwritten + " shortened",
                        "differs cut",
                        "missing deleted",
                        "not-noted unknown");
        assertThat(command.out.toString()).contains("\"equal\":6,").contains("\"tooYoung\":1,");

        job.failures.put(
                "unreadable",
                "\"error details: {\"\"failureMessage\"\":\"Task 2845ca0d-38d9-4c4b-abcf-379dc749c452 Internal server"
                        + " error, please retry\", \"\"errorCode\"\": \"500\"}\"");
        assertThat(runJob("--json")).as(command.err.toString()).isEqualTo(1);
        assertThat(found())
                .containsExactlyInAnyOrder(
                        overwritten + " replaced",
                        overwritten + " shortened",
                        "differs cut",
                        "differs rotten",
                        "missing deleted",
                        "not-noted unknown",
                        "not-read unreadable");
        assertThat(command.out.toString()).contains("\"equal\":4,").contains("Internal server error, please retry");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeReadAsReceiptsIsNamed(boolean versionedBucket) throws IOException {
        in(versionedBucket);
        deliver("a");
        writeReceipts();
        s3.putObject(
                request -> request.bucket(TARGET).key(NOTES + "0/2026/01/31/10/20260131T100000.000Z-x.jsonl.gz"),
                RequestBody.fromString("no receipt"));

        note("x".repeat(70_000), OutcomeLabel.DELETED, null);
        writeReceipts();

        assertThat(run("--receipts", NOTES)).isEqualTo(1);
        assertThat(command.out.toString()).startsWith("1 of 1 equal");
        assertThat(command.err.toString())
                .containsPattern(": a line of 140\\d\\d\\d characters, receipts have at most 16384")
                .contains("not read: s3://target/_deliveries/0/2026/01/31/10/20260131T100000.000Z-x.jsonl.gz:");
    }

    /** Account B may put anything below the prefix. */
    @Test
    void whatIsBelowThePrefixAndNoReceiptIsNamed() throws IOException {
        in(true);
        deliver("a");
        writeReceipts();
        String hour = "2026/01/31/10/20260131T100000.000Z-";
        Map<String, byte[]> others = Map.of(
                "0/" + hour + "empty.jsonl.gz",
                new byte[0],
                "0/" + hour + "short.jsonl.gz",
                new byte[9],
                "0/" + hour + "none.jsonl.gz",
                Receipts.write(List.of()),
                "0/!first",
                new byte[1],
                "g/" + hour + "outside.jsonl.gz",
                new byte[1],
                "beside",
                new byte[1]);
        others.forEach((key, content) -> s3.put(TARGET, NOTES + key, content));

        assertThat(run("--receipts", NOTES)).isEqualTo(1);
        assertThat(command.out.toString()).startsWith("1 of 1 equal");
        others.forEach((key, content) ->
                assertThat(command.err.toString()).contains("not read: s3://target/_deliveries/" + key + ": "));
        assertThat(command.err.toString()).contains("6 of the objects of receipts could not be read");
    }

    @Test
    void anObjectThatCannotBeReadIsAFindingAndTheOthersAreCompared() throws IOException {
        in(true);
        deliver("a");
        deliver("b");
        writeReceipts();
        s3.refusedHead = "a";

        assertThat(run("--receipts", NOTES, "--json"))
                .as(command.err.toString())
                .isEqualTo(1);
        assertThat(found()).containsExactly("not-read a");
        assertThat(command.out.toString()).contains("S3 answered 403 AccessDenied to HEAD", "\"equal\":1,");
    }

    @Test
    void aReportThatIsMissingOrThatAccountBCouldHaveWrittenIsRefused() {
        assertThat(run("--receipts", NOTES, "--report", "s3://reports/job-1/manifest.json"))
                .isEqualTo(3);
        assertThat(command.err.toString())
                .contains("s3://reports/job-1/manifest.json could not be read: S3 answered 404. Correct the address");
        assertThat(run("--receipts", NOTES, "--report", "s3://target/job-1/manifest.json"))
                .isEqualTo(3);
        assertThat(command.err.toString())
                .contains(
                        "seen s3://target/job-1/manifest.json, expected",
                        "in another bucket than the one that account B can");
        assertThat(run("--receipts", NOTES, "--report", "job-1/manifest.json")).isEqualTo(3);
        assertThat(command.err.toString()).contains("Seen job-1/manifest.json, expected s3://bucket/key.");
    }

    @Test
    void withoutAnyReceiptNothingIsSaid() {
        in(true);
        put("unknown", "unknown", arrived);

        assertThat(run("--receipts", "_delivery/")).isEqualTo(3);
        assertThat(command.err.toString())
                .contains("There is no receipt below s3://target/_delivery/: --receipts takes");
        assertThat(run("--receipts", "_delivery/", "--since", arrived.toString()))
                .isEqualTo(1);
        assertThat(command.out.toString()).contains("0 of 0 equal; 1 not-noted;");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReportOfWhichRowsAreMissingIsNoConfirmation(boolean versionedBucket) throws IOException {
        in(versionedBucket);
        KEYS.forEach(this::deliver);
        writeReceipts();
        String report = job.run(TARGET);
        job.cut("x");

        assertThat(run("--receipts", NOTES, "--report", report, "--json")).isEqualTo(1);
        assertThat(found()).hasSize(3).allMatch(each -> each.startsWith("not-read "));

        job.cut("none");
        assertThat(run("--receipts", NOTES, "--report", report)).isEqualTo(1);
        assertThat(command.out.toString()).contains("0 of 4 equal;", "4 not-read");
    }

    @Test
    void whereNothingIsComparedNothingIsConfirmed() throws IOException {
        in(true);
        deliver("in/a");
        writeReceipts();

        assertThat(run("--receipts", "")).isEqualTo(2);
        assertThat(command.err.toString()).contains("--receipts is empty");
        assertThat(run("--receipts", NOTES, "--prefix", "im/")).isEqualTo(3);
        assertThat(command.err.toString())
                .contains("Nothing was compared: no object that --prefix selects arrived since");
    }

    @Test
    void anObjectThatIsOverwrittenWhileItIsComparedDoesNotDiffer() throws IOException {
        in(false);
        deliver("a");
        deliver("b");
        writeReceipts();
        s3.beforeHead = () -> put("a", "newer", arrived.plusSeconds(90));

        assertThat(run("--receipts", NOTES)).as(command.out.toString()).isZero();
        assertThat(command.out.toString()).startsWith("1 of 1 equal").contains("not judged: 1 that arrived just now");
    }

    /** As account B's function does it: the receipt says what S3 answered. */
    private void deliver(String key) {
        PutObjectResponse response = put(key, key, arrived);
        note(
                key,
                OutcomeLabel.COPIED,
                new Receipt.Version(
                        "source",
                        null,
                        arrived,
                        key.getBytes(UTF_8).length,
                        Receipt.unquoted(response.eTag()),
                        response.versionId(),
                        StoredChecksum.of(response::getValueForField)));
    }

    private void note(String key, OutcomeLabel kind, Receipt.@Nullable Version version) {
        receipts.add(new Receipt(
                "source",
                key,
                TARGET,
                key,
                kind,
                version,
                arrived,
                arrived.plusSeconds(receipts.size()),
                "request",
                1));
    }

    private PutObjectResponse put(String key, String content, Instant at) {
        s3.time = at;
        return s3.putObject(request -> request.bucket(TARGET).key(key), RequestBody.fromString(content));
    }

    private void writeReceipts() {
        for (Receipt receipt : receipts) {
            s3.putObject(
                    request -> request.bucket(TARGET)
                            .key(Receipts.key(NOTES, arrived, "request-" + receipts.indexOf(receipt))),
                    RequestBody.fromBytes(Receipts.write(List.of(receipt))));
        }
    }

    private List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : command.out.toString().lines().toList()) {
            Map<String, Object> json = JSON.std.mapFrom(line);
            if (json.containsKey("what")) {
                found.add(json.get("what") + " " + json.get("key"));
            }
        }
        return found;
    }

    private int runJob(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--receipts", NOTES, "--report", job.run(TARGET)));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return command.run(new ConfirmCommand(), arguments);
    }

    @Test
    void theDocumentedLinesOfAReportAreRead() throws IOException {
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
