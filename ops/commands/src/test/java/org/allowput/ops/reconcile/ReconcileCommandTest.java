package org.allowput.ops.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.CommandLines;
import org.allowput.ops.queue.FakeClients;
import org.allowput.ops.queue.RecordingQueue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Tag;

/** What {@code bin/reconcile} prints, sends and ends with. */
class ReconcileCommandTest {
    static final String SOURCE = "source";
    private static final String TARGET = "target";
    private static final String RECEIPTS = "receipts";
    private final Instant now = Instant.now();
    /** Long before the grace period. */
    private final Instant changed = now.minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);

    private final InMemoryBuckets s3 = new InMemoryBuckets();
    private final RecordingQueue sqs = new RecordingQueue();
    private final Map<String, String> outputs = new TreeMap<>(Map.of(
            "SourceBucketName",
            SOURCE,
            "TargetBucketName",
            TARGET,
            "OperationsBucketName",
            RECEIPTS,
            "ReceiptsKeptDays",
            "90",
            "OptIns",
            "none",
            "QueueUrl",
            "queue",
            "DeadLetterQueueUrl",
            "dead",
            StackOutput.SELECTION.id(),
            "[{}]"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int receiptObjects;

    @Test
    void rightAfterReceiptsWereEnabledNothingIsReportedAsMissingAndNothingIsAsItShouldBe() {
        object("a");
        object("b");

        assertThat(run()).isEqualTo(3);
        assertThat(out.toString()).contains("0 copied, 0 missing, 0 stale").contains("2 without a receipt");
        assertThat(err.toString())
                .contains("Nothing was compared: all objects changed just now, or before the receipts"
                        + " begin. No receipt was read. Wait for the first copies");
    }

    @Test
    void aPrefixThatNoKeyHasIsNoSuccess() throws IOException {
        object("in/a");
        receipts(InMemoryBuckets.copied("in/a", "e", changed, changed.plusSeconds(1)));

        assertThat(run("--prefix", "im/")).isEqualTo(3);
        assertThat(err.toString()).contains("no key that the rules select begins with im/. Correct --prefix.");
    }

    @Test
    void eachFindingIsALineAndThenTheNumbers() throws IOException {
        object("in/a.csv");
        object("in/b");
        receipts(InMemoryBuckets.copied("in/b", "older", changed.minusSeconds(9), changed.minusSeconds(9)));

        assertThat(run()).isEqualTo(1);
        assertThat(out).hasToString("""
            what     key       bytes  last modified         why
            missing  in/a.csv      1  %1$s  no receipt
            stale    in/b          1  %1$s  the receipt is of another version

            0 copied, 1 missing, 1 stale; not judged: 0 that changed just now, 0 without a\
             receipt that changed before %2$s, where the receipts begin
            """.formatted(changed, changed.minusSeconds(9)));
    }

    @Test
    void ofVeryManyTheTableShowsTheFirstOnesAndJsonAllOnALineEach() throws IOException {
        receipts(InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        for (int number = 0; number < 500; number++) {
            object("k%03d".formatted(number));
        }

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).hasLineCount(104).contains("\nand 400 more: --json prints all\n");

        assertThat(run("--json")).isEqualTo(1);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(501);
        assertThat(lines.getFirst())
                .isEqualTo("{\"what\":\"missing\",\"key\":\"k000\",\"size\":1,\"eTag\":\"e\",\"lastModified\":\""
                        + changed + "\",\"why\":\"no receipt\"}");
        assertThat(lines.getLast()).startsWith("{\"copied\":0,\"missing\":500,\"stale\":0,");
    }

    @Test
    void beforeMessagesAreSentTheirNumberIsPrintedAndYesIsNeeded() throws IOException {
        receipts(InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");

        assertThat(run("--requeue")).isEqualTo(3);
        assertThat(sqs.sent).isEmpty();
        assertThat(s3.listedPrefixes)
                .as("nothing is read before that is refused")
                .isEmpty();
        assertThat(err.toString()).contains("--requeue asks before it sends").contains("--yes");

        assertThat(run("--requeue", "--yes")).isEqualTo(1);
        assertThat(sqs.sent).singleElement().asString().contains("\"key\":\"a\"");
        assertThat(out.toString()).contains("1 of 1 sent to the queue");
    }

    @Test
    void whatIsNotClearedIsAClassOfItsOwnIsNotSentAndMayWait() throws IOException {
        outputs.put(StackOutput.SELECTION.id(), "[{\"requiredTag\":\"scan=clean\"}]");
        receipts(
                InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)),
                InMemoryBuckets.copied("b", "older", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        object("b");
        assertThat(run("--requeue", "--yes")).as("without tags").isZero();
        assertThat(out.toString())
                .contains("0 copied, 0 missing, 0 stale, 2 waiting", "waiting  b")
                .contains("the object does not have the tag scan yet");
        assertThat(sqs.sent).isEmpty();

        s3.tags.put("a", List.of(Tag.builder().key("scan").value("clean").build()));
        s3.tags.put("b", List.of(Tag.builder().key("scan").value("dirty").build()));
        assertThat(run("--requeue", "--yes")).isEqualTo(1);
        assertThat(out.toString())
                .contains("0 copied, 1 missing, 0 stale, 1 refused", "missing  a", "refused  b")
                .contains("the object's tag scan is 'dirty'; required is 'clean'");
        assertThat(sqs.sent).singleElement().asString().contains("\"key\":\"a\"");
    }

    @Test
    void findingsArePrintedBeforeSendingFails() throws IOException {
        receipts(InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        sqs.refuses = true;

        assertThat(run("--requeue", "--yes")).isEqualTo(4);
        assertThat(out.toString()).contains("missing  a");
        assertThat(err.toString()).contains("403 AccessDenied");
    }

    @Test
    void nothingIsSentWhileMessagesWaitNorForWhatWaitsInTheDeadLetterQueue() throws IOException {
        receipts(InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        object("b c");
        sqs.waiting = 7;

        assertThat(run("--requeue", "--yes")).isEqualTo(3);
        assertThat(err.toString()).contains("Messages wait in the queue (7), and may be for the same objects");
        assertThat(sqs.sent).isEmpty();

        sqs.waiting = 0;
        sqs.deadLetters.add(StoredEvent.write(
                new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", SOURCE, "b c", changed), "us-east-1"));
        assertThat(run("--requeue", "--yes")).isEqualTo(1);
        assertThat(sqs.sent).singleElement().asString().contains("\"key\":\"a\"");
        assertThat(err.toString()).contains("Messages of 1 wait in the dead-letter queue: bin/redrive");
    }

    @Test
    void messagesAreSentAtARateOfOnePerSecondOrMore() throws IOException {
        receipts(InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");

        assertThat(run("--requeue", "--yes", "--rate", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--rate is 0");
        assertThat(s3.listedPrefixes).isEmpty();
        assertThat(sqs.sent).isEmpty();

        assertThat(run("--requeue", "--yes", "--rate", "1")).isEqualTo(1);
        assertThat(sqs.sent).hasSize(1);
        assertThat(err.toString()).doesNotContain("dead-letter queue");
    }

    @Test
    void keysWithControlCharactersAreComparedAndPrintedEscaped() throws IOException {
        receipts(InMemoryBuckets.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("bell\u0007");
        object("line\nbreak");
        object("\u202Eright to left");

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString())
                .contains("bell\\u0007", "line\\nbreak", "\\u202Eright to left", "3 missing")
                .doesNotContain("\u202E");
    }

    @Test
    void receiptsThatCannotBeReadAreCountedAndTheOthersAreCompared() throws IOException {
        object("a");
        receipts(InMemoryBuckets.copied("a", "e", changed, changed.plusSeconds(1)));
        s3.put(RECEIPTS, Receipts.key(Receipts.PREFIX, changed.plusSeconds(9), "broken"), "no receipt".getBytes(UTF_8));
        s3.put(RECEIPTS, "receipts/f/zzz", "no receipt".getBytes(UTF_8));

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).contains("1 copied, 0 missing, 0 stale");
        assertThat(err.toString())
                .contains("2 of the objects of receipts could not be read: objects that changed before ")
                .contains("-broken");
    }

    @Test
    void aReceiptOfAnotherBucketOrKeyIsNoCopy() throws IOException {
        object("a");
        Receipt receipt = InMemoryBuckets.copied("a", "e", changed, changed.minusSeconds(1));
        receipts(of(receipt, "another-source", TARGET));
        assertThat(run()).isEqualTo(1);

        receipts(of(receipt, SOURCE, "another-target"));
        assertThat(run()).isEqualTo(1);

        receipts(receipt);
        assertThat(run()).isZero();

        outputs.put(StackOutput.SELECTION.id(), "[{\"addPrefix\": \"out/\"}]");
        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).contains("missing  a").contains("another bucket or key");
    }

    @Test
    void theInventoryOfTheSourceBucketIsRefused() throws Exception {
        object("a");
        inventory(SOURCE, now, "");

        assertThat(run("--inventory", "s3://inventories/manifest.json")).isEqualTo(3);
        assertThat(err.toString()).contains("is of the source bucket");
    }

    @Test
    void whatOnlyTheInventoryHasIsCountedAndNoFinding() throws Exception {
        object("there");
        receipts(
                InMemoryBuckets.copied("there", "e", changed, now.minus(Duration.ofMinutes(30))),
                InMemoryBuckets.copied("gone", "e", changed, changed.plusSeconds(1)));
        inventory(TARGET, now.minus(Duration.ofHours(1)), """
            "target","gone","1","%1$s","target-e"
            "target","of%%20others","1","%1$s","any"
            """.formatted(changed));

        outputs.put("OptIns", "replicateDeletes");
        assertThat(run("--inventory", "s3://inventories/manifest.json", "--requeue", "--yes"))
                .isZero();
        assertThat(out.toString())
                .contains("1 copied, 0 missing, 0 stale;")
                .endsWith("; 1 copied without a source object; 1 only in A's inventory\n");
        assertThat(sqs.sent).isEmpty();
    }

    /** What the rules leave out is neither asked for nor reported. */
    @Test
    void onlyKeysOfTheRulesBelowThePrefixAreComparedInTheOrderOfKeys() throws IOException {
        outputs.put(StackOutput.SELECTION.id(), """
            [{"include": ["logs/**"]}, {"include": ["photos/**"], "exclude": ["**.tmp"]}, {"include": ["in/**"]}]
            """);
        receipts(InMemoryBuckets.copied("in/first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        for (String key : List.of("in/a", "logs/a", "other/a", "photos/2026/a", "photos/a", "photos/a.tmp")) {
            object(key);
        }

        assertThat(missing()).containsExactly("in/a", "logs/a", "photos/2026/a", "photos/a");
        assertThat(s3.listedPrefixes).containsExactlyInAnyOrder("in/", "logs/", "photos/");

        assertThat(missing("--prefix", "photos/2026/")).containsExactly("photos/2026/a");
        assertThat(s3.listedPrefixes).containsExactly("photos/2026/");

        assertThat(missing("--prefix", "ph")).containsExactly("photos/2026/a", "photos/a");
        assertThat(s3.listedPrefixes).containsExactly("photos/");

        assertThat(missing("--prefix", "other/")).isEmpty();
        assertThat(s3.listedPrefixes).isEmpty();
    }

    @Test
    void objectsThatAreExcludedByTheirSizeAreNotMissing() throws IOException {
        outputs.put(StackOutput.SELECTION.id(), "[{\"maxBytes\": 0}]");
        receipts(InMemoryBuckets.copied("a", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        object("b");

        assertThat(missing()).isEmpty();

        outputs.put(StackOutput.SELECTION.id(), "[{\"maxBytes\": 1000}]");
        assertThat(missing()).contains("b");
    }

    private List<String> missing(String... options) {
        s3.listedPrefixes.clear();
        run(options);
        s3.listedPrefixes.removeAll(Receipts.prefixes(Receipts.PREFIX));
        return out.toString()
                .lines()
                .filter(line -> line.startsWith("missing"))
                .map(line -> line.split(" +", -1)[1])
                .toList();
    }

    private static Receipt of(Receipt receipt, String source, String target) {
        return new Receipt(
                source,
                receipt.sourceKey(),
                target,
                receipt.targetKey(),
                receipt.outcome(),
                receipt.version(),
                receipt.eventTime(),
                receipt.acknowledged(),
                receipt.requestId(),
                receipt.rule());
    }

    private void object(String key) {
        s3.put(SOURCE, key, new byte[1], changed, "e");
    }

    private void receipts(Receipt... receipts) throws IOException {
        receiptObjects++;
        s3.put(
                RECEIPTS,
                Receipts.key(Receipts.PREFIX, receipts[0].acknowledged(), "request-" + receiptObjects),
                Receipts.write(List.of(receipts)));
    }

    private void inventory(String bucket, Instant created, String lines) throws IOException, NoSuchAlgorithmException {
        byte[] csv = gzip(lines);
        s3.put("inventories", "data/1.csv.gz", csv);
        s3.put("inventories", "manifest.json", """
            {"sourceBucket": "%s", "creationTimestamp": "%d", "fileFormat": "CSV", "fileSchema":
             "Bucket, Key, Size, LastModifiedDate, ETag", "files": [{"key": "data/1.csv.gz", "size": %d, "MD5checksum": "%s"}]}
            """.formatted(
                        bucket,
                        created.toEpochMilli(),
                        csv.length,
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("MD5").digest(csv)))
                .getBytes(UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private int run(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.of(new Reconcile(), "bin/reconcile")
                .setOut(new PrintWriter(new BufferedWriter(out)))
                .setErr(new PrintWriter(new BufferedWriter(err), true))
                .execute(options);
    }

    private final class Reconcile extends ReconcileCommand {
        @Override
        public Integer call() throws IOException {
            check();
            return run(new DeployedStack(new FakeClients(s3, sqs), new StackOutputs("S", outputs)));
        }
    }
}
