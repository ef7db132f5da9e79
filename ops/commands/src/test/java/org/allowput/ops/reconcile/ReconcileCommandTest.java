package org.allowput.ops.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.FakeS3;
import org.allowput.ops.aws.FakeSqs;
import org.allowput.ops.compare.InventoryTest;
import org.allowput.ops.compare.TestReceipts;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Tag;

/** What {@code bin/reconcile} prints, sends and ends with. */
class ReconcileCommandTest {
    private static final String SOURCE = "source";
    private static final String RECEIPTS = "operations";
    private final Instant now = Instant.now();
    /** Long before the grace period. */
    private final Instant changed = now.minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);

    private final FakeS3 s3 = new FakeS3();
    private final FakeSqs sqs = new FakeSqs();
    private final CommandRun command = new CommandRun(s3, sqs);
    private int receiptObjects;

    @Test
    void rightAfterReceiptsWereEnabledNothingIsReportedAsMissingAndNothingIsAsItShouldBe() {
        object("a");
        object("b");

        assertThat(run()).isEqualTo(3);
        assertThat(command.out.toString())
                .contains("0 copied, 0 missing, 0 stale")
                .contains("2 without a receipt");
        assertThat(command.err.toString())
                .contains("Nothing was compared: all objects changed just now, or before the receipts"
                        + " begin. Wait for the first copies");
    }

    @Test
    void aPrefixThatNoKeyHasIsNoSuccess() throws IOException {
        object("in/a");
        receipts(TestReceipts.copied("in/a", "e", changed, changed.plusSeconds(1)));

        assertThat(run("--prefix", "im/")).isEqualTo(3);
        assertThat(command.err.toString())
                .contains("the source bucket has no object that the rules and --prefix select. Correct --prefix.");
    }

    @Test
    void eachFindingIsALineAndThenTheNumbers() throws IOException {
        object("in/a.csv");
        object("in/b");
        receipts(TestReceipts.copied("in/b", "older", changed.minusSeconds(9), changed.minusSeconds(9)));

        assertThat(run()).isEqualTo(1);
        assertThat(command.out).hasToString("""
            what     key       bytes  last modified         why
            missing  in/a.csv      1  %1$s  no receipt
            stale    in/b          1  %1$s  the receipt is of another version

            0 copied, 1 missing, 1 stale; not judged: 0 that changed just now, 0 without a\
             receipt that changed before %2$s, where the receipts begin
            """.formatted(changed, changed.minusSeconds(9)));
    }

    @Test
    void ofVeryManyTheTableShowsTheFirstOnesAndJsonAllOnALineEach() throws IOException {
        receipts(TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        for (int number = 0; number < 500; number++) {
            object("k%03d".formatted(number));
        }

        assertThat(run()).isEqualTo(1);
        assertThat(command.out.toString()).hasLineCount(104).contains("\nand 400 more: --json prints all\n");

        assertThat(run("--json")).isEqualTo(1);
        List<String> lines = command.out.toString().lines().toList();
        assertThat(lines).hasSize(501);
        assertThat(lines.getFirst())
                .isEqualTo("{\"what\":\"missing\",\"key\":\"k000\",\"size\":1,\"eTag\":\"e\",\"lastModified\":\""
                        + changed + "\",\"why\":\"no receipt\"}");
        assertThat(lines.getLast()).startsWith("{\"copied\":0,\"missing\":500,\"stale\":0,");
    }

    @Test
    void beforeMessagesAreSentTheirNumberIsPrintedAndYesIsNeeded() throws IOException {
        receipts(TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");

        assertThat(run("--requeue")).isEqualTo(3);
        assertThat(sqs.sent()).isEmpty();
        assertThat(s3.listedPrefixes)
                .as("nothing is read before that is refused")
                .isEmpty();
        assertThat(command.err.toString())
                .contains("--requeue asks before it sends")
                .contains("--yes");

        assertThat(run("--requeue", "--yes")).isEqualTo(1);
        assertThat(sqs.sent()).singleElement().asString().contains("\"key\":\"a\"");
        assertThat(command.out.toString()).contains("1 of 1 sent to the queue");
    }

    @Test
    void whatIsNotClearedIsAClassOfItsOwnIsNotSentAndMayWait() throws IOException {
        command.output(StackOutput.SELECTION, "[{\"requiredTag\":\"scan=clean\"}]");
        receipts(
                TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)),
                TestReceipts.copied("b", "older", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        object("b");
        assertThat(run("--requeue", "--yes")).as("without tags").isZero();
        assertThat(command.out.toString())
                .contains("0 copied, 0 missing, 0 stale, 2 waiting", "waiting  b")
                .contains("the object does not have the tag scan yet");
        assertThat(sqs.sent()).isEmpty();

        s3.tags.put("a", List.of(Tag.builder().key("scan").value("clean").build()));
        s3.tags.put("b", List.of(Tag.builder().key("scan").value("dirty").build()));
        assertThat(run("--requeue", "--yes")).isEqualTo(1);
        assertThat(command.out.toString())
                .contains("0 copied, 1 missing, 0 stale, 1 refused", "missing  a", "refused  b")
                .contains("the object's tag scan is 'dirty'; required is 'clean'");
        assertThat(sqs.sent()).singleElement().asString().contains("\"key\":\"a\"");
    }

    @Test
    void findingsArePrintedBeforeSendingFails() throws IOException {
        receipts(TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        sqs.refused = 0;

        assertThat(run("--requeue", "--yes")).isEqualTo(4);
        assertThat(command.out.toString()).contains("missing  a");
        assertThat(command.err.toString()).contains("403 AccessDenied");
    }

    @Test
    void nothingIsSentWhileMessagesWaitNorForWhatWaitsInTheDeadLetterQueue() throws IOException {
        receipts(TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        object("b c");
        sqs.waiting = 7;

        assertThat(run("--requeue", "--yes")).isEqualTo(3);
        assertThat(command.err.toString()).contains("Messages wait in the queue (7), and may be for the same objects");
        assertThat(sqs.sent()).isEmpty();

        sqs.waiting = 0;
        sqs.deadLetter("id", "b c", changed, Map.of());
        assertThat(run("--requeue", "--yes")).isEqualTo(1);
        assertThat(sqs.sent()).singleElement().asString().contains("\"key\":\"a\"");
        assertThat(command.err.toString()).contains("Messages of 1 wait in the dead-letter queue: bin/redrive");
    }

    @Test
    void messagesAreSentAtARateOfOnePerSecondOrMore() throws IOException {
        receipts(TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");

        assertThat(run("--requeue", "--yes", "--rate", "0")).isEqualTo(2);
        assertThat(command.err.toString()).contains("--rate is 0");
        assertThat(s3.listedPrefixes).isEmpty();
        assertThat(sqs.sent()).isEmpty();

        assertThat(run("--requeue", "--yes", "--rate", "1")).isEqualTo(1);
        assertThat(sqs.sent()).hasSize(1);
        assertThat(command.err.toString()).doesNotContain("dead-letter queue");
    }

    @Test
    void keysWithControlCharactersAreComparedAndPrintedEscaped() throws IOException {
        receipts(TestReceipts.copied("first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("bell\u0007");
        object("line\nbreak");
        object("\u202Eright to left");

        assertThat(run()).isEqualTo(1);
        assertThat(command.out.toString())
                .contains("bell\\u0007", "line\\nbreak", "\\u202Eright to left", "3 missing")
                .doesNotContain("\u202E");
    }

    @Test
    void receiptsThatCannotBeReadAreCountedAndTheOthersAreCompared() throws IOException {
        object("a");
        receipts(TestReceipts.copied("a", "e", changed, changed.plusSeconds(1)));
        s3.put(RECEIPTS, Receipts.key(Receipts.PREFIX, changed.plusSeconds(9), "broken"), "no receipt".getBytes(UTF_8));
        s3.put(RECEIPTS, "receipts/f/zzz", "no receipt".getBytes(UTF_8));

        assertThat(run()).isEqualTo(1);
        assertThat(command.out.toString()).contains("1 copied, 0 missing, 0 stale");
        assertThat(command.err.toString())
                .contains("2 of the objects of receipts could not be read: what was copied before ")
                .contains("-broken");
    }

    @Test
    void aReceiptOfAKeyToWhichItIsNoLongerCopiedIsNoCopy() throws IOException {
        object("a");
        receipts(TestReceipts.copied("a", "e", changed, changed.minusSeconds(1)));
        assertThat(run()).isZero();

        command.output(StackOutput.SELECTION, "[{\"addPrefix\": \"out/\"}]");
        assertThat(run()).isEqualTo(1);
        assertThat(command.out.toString()).contains("missing  a").contains("another bucket or key");
    }

    @Test
    void whatOnlyTheInventoryHasIsCountedAndNoFinding() throws Exception {
        object("there");
        receipts(
                TestReceipts.copied("there", "e", changed, now.minus(Duration.ofMinutes(30))),
                TestReceipts.copied("gone", "e", changed, changed.plusSeconds(1)));
        inventory(now.minus(Duration.ofHours(1)), """
            "target","gone","1","%1$s","target-e"
            "target","of%%20others","1","%1$s","any"
            """.formatted(changed));

        assertThat(run("--inventory", "s3://inventories/manifest.json", "--requeue", "--yes"))
                .isZero();
        assertThat(command.out.toString())
                .contains("1 copied, 0 missing, 0 stale;")
                .endsWith("; 1 copied without a source object; 1 only in A's inventory\n");
        assertThat(sqs.sent()).isEmpty();
    }

    /** What the rules leave out is neither asked for nor reported. */
    @Test
    void onlyKeysOfTheRulesBelowThePrefixAreComparedInTheOrderOfKeys() throws IOException {
        command.output(StackOutput.SELECTION, """
            [{"include": ["logs/**"]}, {"include": ["photos/**"], "exclude": ["**.tmp"]}, {"include": ["in/**"]}]
            """);
        receipts(TestReceipts.copied("in/first", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
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
        command.output(StackOutput.SELECTION, "[{\"maxBytes\": 0}]");
        receipts(TestReceipts.copied("a", "e", changed.minusSeconds(60), changed.minusSeconds(60)));
        object("a");
        object("b");

        assertThat(missing()).isEmpty();

        command.output(StackOutput.SELECTION, "[{\"maxBytes\": 1000}]");
        assertThat(missing()).contains("b");
    }

    private List<String> missing(String... options) {
        s3.listedPrefixes.clear();
        run(options);
        s3.listedPrefixes.removeIf(prefix -> prefix.startsWith(Receipts.PREFIX));
        return command.out
                .toString()
                .lines()
                .filter(line -> line.startsWith("missing"))
                .map(line -> line.split(" +", -1)[1])
                .toList();
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

    private void inventory(Instant created, String lines) throws IOException {
        byte[] csv = InventoryTest.gzip(lines);
        s3.put("inventories", "data/1.csv.gz", csv);
        s3.put("inventories", "manifest.json", """
            {"sourceBucket": "target", "creationTimestamp": "%d", "fileFormat": "CSV", "fileSchema":
             "Bucket, Key, Size, LastModifiedDate, ETag", "files": [{"key": "data/1.csv.gz", "size": %d, "MD5checksum": "%s"}]}
            """.formatted(created.toEpochMilli(), csv.length, InventoryTest.md5(csv))
                .getBytes(UTF_8));
    }

    private int run(String... options) {
        return command.run(new ReconcileCommand(), options);
    }
}
