package org.allowput.ops.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is said of one object, by its receipts and by A's inventory. */
class CopyClassifierTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-01-31T10:00:00Z");
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Receipt> receipts = new ArrayList<>();
    private Optional<Instant> created = Optional.empty();
    private Optional<InventoryEntry> inventory = Optional.empty();

    @Test
    void aReceiptOfThisVersionIsACopy() {
        receipts.add(copied("\"e\"", CHANGED, CHANGED.plusSeconds(1)));

        assertThat(report(object("e", CHANGED.plusMillis(300)))).satisfies(report -> {
            assertThat(report.copied()).isEqualTo(1);
            assertThat(report.findings()).isEmpty();
        });
    }

    @Test
    void noReceiptIsMissingAndOneOfAnotherVersionIsStale() {
        assertThat(found(object("e", CHANGED))).isEqualTo("MISSING no receipt");

        receipts.add(copied("e", CHANGED.minusSeconds(1), CHANGED));
        assertThat(found(object("e", CHANGED)))
                .as("the same bytes with other metadata")
                .isEqualTo("STALE the receipt is of another version");

        receipts.add(copied("other", CHANGED, CHANGED.plusSeconds(5)));
        assertThat(found(object("e", CHANGED))).isEqualTo("STALE the receipt is of another version");
    }

    @Test
    void theReceiptOfTheNewestVersionCountsInWhateverOrderTheyWereWritten() {
        receipts.add(copied("e", CHANGED, CHANGED.plusSeconds(1)));
        receipts.add(copied("before", CHANGED.minusSeconds(9), CHANGED.plusSeconds(60)));

        assertThat(report(object("e", CHANGED)).copied()).isEqualTo(1);
    }

    @Test
    void anObjectThatWasFoundGoneSinceIsStale() {
        receipts.add(copied("e", CHANGED, CHANGED.plusSeconds(1)));
        receipts.add(gone(CHANGED.plusSeconds(2)));

        assertThat(found(object("e", CHANGED))).isEqualTo("STALE the receipt is of another version");

        receipts.add(copied("e", CHANGED, CHANGED.plusSeconds(3)));
        assertThat(report(object("e", CHANGED)).copied()).isEqualTo(1);
    }

    @Test
    void whatChangedJustNowAndWhatIsOlderThanTheReceiptsIsCountedAndNotReported() {
        assertThat(report(object("e", NOW.minus(Duration.ofMinutes(14)))).tooYoung())
                .isEqualTo(1);
        assertThat(report(object("e", SINCE.minusSeconds(1))).notJudged()).isEqualTo(1);
        assertThat(found(object("e", SINCE))).isEqualTo("MISSING no receipt");
    }

    @Test
    void whatAHasIsACopyWithoutAReceiptIfItWasPutLaterAndHasItsSize() {
        inventory(NOW, entry(7, CHANGED.plusSeconds(2), "any"));
        assertThat(report(object("e", CHANGED)).copied()).isEqualTo(1);
        assertThat(report(object("e", CHANGED)).notJudged()).isZero();

        inventory(NOW, entry(8, CHANGED.plusSeconds(2), "any"));
        assertThat(found(object("e", CHANGED))).isEqualTo("STALE another size in A's inventory");

        inventory(NOW, entry(7, CHANGED.minusSeconds(1), "any"));
        assertThat(found(object("e", CHANGED))).isEqualTo("STALE A's copy is older than the object");

        inventory(NOW, entry(7, CHANGED, ""));
        assertThat(report(object("e", SINCE.minusSeconds(1))).copied()).isEqualTo(1);
    }

    @Test
    void whatAHasNotIsMissingWhateverTheReceiptSays() {
        receipts.add(copied("e", CHANGED, CHANGED.plusSeconds(1)));
        inventory(NOW, null);

        assertThat(found(object("e", CHANGED))).isEqualTo("MISSING not in A's inventory");
    }

    @Test
    void aCopyWhoseEntityTagIsNotTheOneOfTheReceiptIsStale() {
        receipts.add(copied("e-2", CHANGED, CHANGED.plusSeconds(1)));

        inventory(NOW, entry(7, CHANGED.plusSeconds(1), "target-tag"));
        assertThat(report(object("e-2", CHANGED)).copied()).isEqualTo(1);

        inventory(NOW, entry(7, CHANGED.plusSeconds(1), "another"));
        assertThat(found(object("e-2", CHANGED))).isEqualTo("STALE A's copy is not the one of the receipt");
    }

    @Test
    void anInventoryFromBeforeTheChangeSaysNothing() {
        receipts.add(copied("e", CHANGED, CHANGED.plusSeconds(1)));
        inventory(CHANGED.plus(Duration.ofMinutes(14)), null);

        assertThat(report(object("e", CHANGED)).copied()).isEqualTo(1);
    }

    @Test
    void anObjectThatWasGoneBeforeAnyVersionOfItWasPutIsLost() {
        receipts.add(gone(CHANGED));
        assertThat(absent()).isEqualTo(CopyStatus.LOST);

        receipts.add(new Receipt(
                "source", "in/a", "target", "out/a", Receipt.Kind.UNCONFIRMED, null, null, CHANGED, "request"));
        assertThat(absent()).isEqualTo(CopyStatus.COPIED);

        receipts.set(1, copied("e", CHANGED, CHANGED.minusSeconds(1)));
        assertThat(absent()).isEqualTo(CopyStatus.COPIED);
    }

    private CopyStatus absent() {
        ReceiptHistory history = new ReceiptHistory(Optional.empty());
        receipts.forEach(receipt -> history.add(CopyRecord.of(receipt, true)));
        return CopyClassifier.classifyAbsent(history);
    }

    private Report report(S3Object object) {
        ReceiptHistory history = new ReceiptHistory(Optional.of(object));
        receipts.forEach(receipt -> history.add(CopyRecord.of(receipt, true)));
        Report.Builder report = new Report.Builder();
        report.add(
                new CopyClassifier(SINCE, NOW, Duration.ofMinutes(15), created, false)
                        .classify(object, history, inventory),
                object);
        return report.build(findings -> findings, SINCE, List.of());
    }

    private String found(S3Object object) {
        assertThat(report(object).findings())
                .singleElement()
                .extracting(Finding::key, Finding::size, Finding::lastModified)
                .isEqualTo(Tuple.tuple("in/a", 7L, object.lastModified()).toList());
        Finding finding = report(object).findings().getFirst();
        return finding.kind() + " " + finding.reason();
    }

    private void inventory(Instant time, @Nullable InventoryEntry entry) {
        created = Optional.of(time);
        inventory = Optional.ofNullable(entry);
    }

    private static InventoryEntry entry(long size, Instant put, String eTag) {
        return new InventoryEntry("in/a", size, put, eTag);
    }

    private static S3Object object(String eTag, Instant lastModified) {
        return S3Object.builder()
                .key("in/a")
                .eTag("\"" + eTag + "\"")
                .size(7L)
                .lastModified(lastModified)
                .build();
    }

    private static Receipt copied(String eTag, Instant lastModified, Instant acknowledged) {
        return new Receipt(
                "source",
                "in/a",
                "target",
                "out/a",
                Receipt.Kind.COPIED,
                new Receipt.Version(
                        Receipt.unquoted(eTag), null, lastModified, 7, "target-tag", null, Optional.empty()),
                null,
                acknowledged,
                "request");
    }

    private static Receipt gone(Instant acknowledged) {
        return new Receipt("source", "in/a", "target", "out/a", Receipt.Kind.GONE, null, null, acknowledged, "request");
    }
}
