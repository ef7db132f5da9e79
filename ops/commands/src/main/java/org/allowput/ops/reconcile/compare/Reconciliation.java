package org.allowput.ops.reconcile.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.reconcile.inventory.Inventory;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import org.allowput.ops.reconcile.inventory.InventoryFiles;
import org.allowput.ops.records.Cursor;
import org.allowput.ops.records.KeyOrder;
import org.allowput.ops.records.Progress;
import org.allowput.ops.records.ReceiptReader;
import org.allowput.ops.records.SortedByKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Compares the objects that a source bucket has now with the receipts of what was copied, and with A's inventory where
 * there is one. Reads all of them as account B; no request goes to the target bucket.
 *
 * <p>All three are read in the order of keys. Receipts and inventory are sorted in temporary files for that, so the
 * memory does not depend on their number; it grows by a few hundred bytes per finding.
 *
 * @param s3 as account B, with as many connections as receipts are read at a time
 * @param selection which of them are copied, and to which keys
 * @param grace how long a copy may take
 * @param deletes whether deletions are replicated
 */
public record Reconciliation(
        S3Client s3,
        String source,
        String target,
        String prefix,
        Selection selection,
        Duration grace,
        boolean deletes,
        PrintWriter progress) {
    private static final int READ_AT_A_TIME = 32;
    private static final int IN_MEMORY = 200_000;

    /**
     * Where receipts are.
     *
     * @param since from when on they are read; those that are about to expire are better left out
     * @param complete whether there is one for everything that was copied since then, or only from the first one on
     */
    public record Written(String bucket, Instant since, boolean complete) {}

    /**
     * Compares the buckets of a stack of account B by its rules.
     *
     * @param since from when on each copy has a receipt; empty for the first receipt that is kept
     * @throws OperationException if there are neither receipts nor an inventory
     * @throws IOException if the inventory is not one of the target bucket, or cannot be read
     */
    public static Report compare(
            DeployedStack stack,
            String prefix,
            Duration grace,
            Optional<Instant> since,
            Optional<InventoryFiles> inventory,
            PrintWriter progress,
            Instant now)
            throws IOException {
        StackOutputs outputs = stack.outputs();
        Optional<String> bucket = outputs.find(StackOutput.RECEIPTS_BUCKET_NAME);
        if (bucket.isEmpty() && inventory.isEmpty()) {
            throw new OperationException(
                    "There is nothing to compare with: deploy the stack with -c receipts.enabled=true,"
                            + " or name account A's inventory with --inventory.");
        }
        Duration kept = Duration.ofDays(
                Integer.parseInt(outputs.find(StackOutput.RECEIPTS_KEPT_DAYS).orElse("0")));
        return new Reconciliation(
                        stack.clients().s3(),
                        outputs.get(StackOutput.SOURCE_BUCKET_NAME),
                        outputs.get(StackOutput.TARGET_BUCKET_NAME),
                        prefix,
                        outputs.selection(),
                        grace,
                        outputs.find(StackOutput.OPT_INS).orElse("").contains("replicateDeletes"),
                        progress)
                .compare(
                        bucket.map(name -> new Written(name, since.orElse(now.minus(kept)), since.isPresent())),
                        inventory,
                        now);
    }

    /**
     * Compares.
     *
     * @param files of A's inventory, if A handed it over
     * @throws IOException if the inventory is not one of the target bucket, or cannot be read
     */
    public Report compare(Optional<Written> receipts, Optional<InventoryFiles> files, Instant now) throws IOException {
        Optional<Inventory> inventory = Optional.empty();
        if (files.isPresent()) {
            inventory = Optional.of(Inventory.open(files.get(), target, source));
        }
        try (SortedByKey<CopyRecord> copies = new SortedByKey<>(CopyRecord.class, CopyRecord::key, IN_MEMORY);
                SortedByKey<InventoryEntry> entries =
                        new SortedByKey<>(InventoryEntry.class, InventoryEntry::key, IN_MEMORY)) {
            Optional<ReceiptReader.Found> found = receipts.map(written -> read(written, copies));
            if (inventory.isPresent()) {
                Progress read = new Progress(progress, "objects of the inventory read");
                inventory.get().read(selection, entry -> {
                    read.count();
                    if (entry.key().startsWith(prefix)) {
                        entries.add(entry);
                    }
                });
            }
            Instant since = receipts.filter(Written::complete)
                    .map(Written::since)
                    .or(() -> found.flatMap(ReceiptReader.Found::oldest))
                    .orElse(now);
            CopyClassifier classifier =
                    new CopyClassifier(since, now, grace, inventory.map(Inventory::created), deletes);
            return merge(
                    classifier,
                    copies.sorted(),
                    entries.sorted(),
                    found.map(ReceiptReader.Found::unreadable).orElse(List.of()));
        }
    }

    private Report merge(
            CopyClassifier classifier,
            Cursor<CopyRecord> copies,
            Cursor<InventoryEntry> entries,
            List<String> unreadable) {
        Report.Builder report = new Report.Builder();
        Progress compared = new Progress(progress, "objects compared");
        Iterator<S3Object> listed = list().iterator();
        while (listed.hasNext()) {
            S3Object object = listed.next();
            extras(classifier, copies, entries, Optional.of(object.key()), report);
            ReceiptHistory history = new ReceiptHistory(Optional.of(object));
            copies.takeAll(object.key(), history::add);
            Optional<InventoryEntry> entry = entries.take(object.key());
            if (selection.exclusion(object.key(), object.size()).isEmpty()) {
                report.add(classifier.classify(object, history, entry), object);
            }
            compared.count();
        }
        extras(classifier, copies, entries, Optional.empty(), report);
        return report.build(
                new ClearanceReader(s3, source, selection, READ_AT_A_TIME)::judge,
                classifier.receiptsSince(),
                unreadable);
    }

    /** What receipts and inventory have before a key of the source bucket, or all that is left. */
    private static void extras(
            CopyClassifier classifier,
            Cursor<CopyRecord> copies,
            Cursor<InventoryEntry> entries,
            Optional<String> before,
            Report.Builder report) {
        while (entries.isBefore(before)) {
            InventoryEntry entry = entries.next();
            absent(copies, Optional.of(entry.key()), report);
            ReceiptHistory history = new ReceiptHistory(Optional.empty());
            copies.takeAll(entry.key(), history::add);
            report.addExtra(classifier.classifyExtra(history), entry);
        }
        absent(copies, before, report);
    }

    /** The receipts of keys that neither the source bucket has nor the inventory. */
    private static void absent(Cursor<CopyRecord> copies, Optional<String> before, Report.Builder report) {
        while (copies.isBefore(before)) {
            CopyRecord first = copies.next();
            ReceiptHistory history = new ReceiptHistory(Optional.empty());
            history.add(first);
            copies.takeAll(first.key(), history::add);
            report.addAbsent(CopyClassifier.classifyAbsent(history), first.key(), history.deletedAt());
        }
    }

    /** In order of keys: no prefix starts with another. */
    private Stream<S3Object> list() {
        return selection.prefixes().stream()
                .filter(included -> included.startsWith(prefix) || prefix.startsWith(included))
                .map(included -> included.length() > prefix.length() ? included : prefix)
                .distinct()
                .sorted(KeyOrder::compare)
                .flatMap(this::listBelow)
                .filter(object -> selection.targetKey(object.key()).isPresent());
    }

    private Stream<S3Object> listBelow(String included) {
        return s3
                .listObjectsV2Paginator(request ->
                        request.bucket(source).encodingType(EncodingType.URL).prefix(included))
                .contents()
                .stream();
    }

    private ReceiptReader.Found read(Written written, SortedByKey<CopyRecord> copies) {
        return new ReceiptReader(s3, written.bucket(), Receipts.PREFIX, READ_AT_A_TIME)
                .read(
                        written.since(),
                        UnaryOperator.identity(),
                        receipt -> {
                            Optional<String> targetKey = selection.targetKey(receipt.sourceKey());
                            if (receipt.sourceKey().startsWith(prefix) && targetKey.isPresent()) {
                                copies.add(CopyRecord.of(receipt, isCurrentTarget(receipt, targetKey.get())));
                            }
                        },
                        new Progress(progress, "objects of receipts read"));
    }

    private boolean isCurrentTarget(Receipt receipt, String targetKey) {
        return receipt.sourceBucket().equals(source)
                && receipt.targetBucket().equals(target)
                && receipt.targetKey().equals(targetKey);
    }
}
