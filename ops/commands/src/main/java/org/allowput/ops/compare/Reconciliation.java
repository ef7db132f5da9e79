package org.allowput.ops.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.Inventory;
import org.allowput.ops.records.InventoryFiles;
import org.allowput.ops.records.Progress;
import org.allowput.ops.records.ReceiptReader;
import org.allowput.ops.records.ReceiptTable;
import org.allowput.ops.records.ReceiptsRead;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Compares the objects that a source bucket has now with the receipts of what was copied, and with A's inventory where
 * there is one. Reads all of them as account B; no request goes to the target bucket. The rules are those of the query
 * {@code status}.
 *
 * @param s3 as account B, with as many connections as receipts are read at a time
 * @param selection which of them are copied, and to which keys
 * @param grace how long a copy may take
 */
public record Reconciliation(
        S3Client s3,
        String source,
        String target,
        String prefix,
        Selection selection,
        Duration grace,
        PrintWriter progress) {
    /**
     * Where receipts are.
     *
     * @param since from when on they are read; those that are about to expire are better left out
     * @param complete whether there is one for everything that was copied since then, or only from the first one on
     */
    public record Written(String bucket, Instant since, boolean complete) {}

    /** The comparison of the buckets of a stack of account B by its rules. */
    public static Reconciliation of(DeployedStack stack, String prefix, Duration grace, PrintWriter progress) {
        StackOutputs outputs = stack.outputs();
        return new Reconciliation(
                stack.clients().patientS3(),
                outputs.get(StackOutput.SOURCE_BUCKET_NAME),
                outputs.get(StackOutput.TARGET_BUCKET_NAME),
                prefix,
                outputs.selection(),
                grace,
                progress);
    }

    /**
     * Where the receipts of a stack of account B are; empty if it writes none.
     *
     * @param since from when on each copy has a receipt; empty for the first receipt that is kept
     */
    public static Optional<Written> written(StackOutputs outputs, Optional<Instant> since, Instant now) {
        Duration kept = Duration.ofDays(
                Integer.parseInt(outputs.find(StackOutput.RECEIPTS_KEPT_DAYS).orElse("0")));
        return outputs.find(StackOutput.RECEIPTS_BUCKET_NAME)
                .map(bucket -> new Written(bucket, since.orElse(now.minus(kept)), since.isPresent()));
    }

    /**
     * Compares. The result is to be closed.
     *
     * @param files of A's inventory, if A handed it over
     * @throws OperationException if there are neither receipts nor an inventory
     * @throws IOException if the inventory is not one of the target bucket, or cannot be read
     */
    public Report compare(Optional<Written> receipts, Optional<InventoryFiles> files, Instant now) throws IOException {
        if (receipts.isEmpty() && files.isEmpty()) {
            throw new OperationException(
                    "There is nothing to compare with: deploy the stack with -c receipts.enabled=true,"
                            + " or name account A's inventory with --inventory.");
        }
        Optional<Inventory> inventory = files.isPresent() ? Optional.of(open(files.get())) : Optional.empty();
        Database database = Database.open();
        try {
            Loaded loaded = load(database, receipts, inventory, true, now);
            judge(database);
            return new Report(database, loaded.since(), loaded.receipts());
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The inventory of the target bucket. @throws IOException if it is another one, or cannot be read */
    public Inventory open(InventoryFiles files) throws IOException {
        return Inventory.open(files, target, source);
    }

    /**
     * What was loaded.
     *
     * @param since from when on each copy has a receipt
     */
    public record Loaded(ReceiptsRead receipts, Instant since) {}

    /**
     * Loads the tables of the database, receipts before the list of the source bucket.
     *
     * @param withSource whether the source bucket is listed
     * @throws IOException if the inventory cannot be read
     */
    public Loaded load(
            Database database,
            Optional<Written> receipts,
            Optional<Inventory> inventory,
            boolean withSource,
            Instant now)
            throws IOException {
        ReceiptsRead read =
                receipts.map(written -> loadReceipts(written, database)).orElseGet(ReceiptsRead::new);
        if (inventory.isPresent()) {
            inventory.get().load(database, selection, prefix, progress);
        }
        if (withSource) {
            loadSource(database);
        }
        Instant since = receipts.filter(Written::complete)
                .map(Written::since)
                .or(read::oldest)
                .orElse(now);
        setParameters(database, now, since, read, inventory);
        return new Loaded(read, since);
    }

    /** Decides for all that is loaded, once, by the tags of objects, too. */
    public void judge(Database database) {
        database.materialize("status");
        if (selection.requiresTag()) {
            new ClearanceReader(s3, source, selection).load(database);
        }
    }

    private void setParameters(
            Database database, Instant now, Instant since, ReceiptsRead read, Optional<Inventory> inventory) {
        database.update(
                "INSERT INTO parameters VALUES (?, ?, ?, to_microseconds(CAST(? AS BIGINT)), ?, ?, ?)",
                Arrays.asList(
                        source,
                        target,
                        Database.value(now),
                        grace.toNanos() / 1000,
                        Database.value(since),
                        read.unreadableUntil().map(Database::value).orElse(null),
                        inventory.map(Inventory::created).map(Database::value).orElse(null)));
    }

    private ReceiptsRead loadReceipts(Written written, Database database) {
        try (ReceiptTable table = new ReceiptTable(database)) {
            return new ReceiptReader(s3, written.bucket(), Receipts.PREFIX)
                    .read(
                            written.since(),
                            UnaryOperator.identity(),
                            receipt -> table.add(receipt, selection, prefix),
                            new Progress(progress, "objects of receipts read"));
        }
    }

    private void loadSource(Database database) {
        Progress listed = new Progress(progress, "objects listed");
        try (TableWriter rows = database.writer("source")) {
            list().forEach(object -> {
                listed.count();
                rows.row(
                        object.key(),
                        object.size(),
                        Receipt.unquoted(object.eTag()),
                        object.lastModified(),
                        selection.exclusion(object.key(), object.size()).isEmpty());
            });
        }
    }

    private Stream<S3Object> list() {
        return selection.prefixes().stream()
                .filter(included -> included.startsWith(prefix) || prefix.startsWith(included))
                .map(included -> included.length() > prefix.length() ? included : prefix)
                .distinct()
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
}
