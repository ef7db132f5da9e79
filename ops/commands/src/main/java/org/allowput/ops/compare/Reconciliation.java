package org.allowput.ops.compare;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.RequiredTag.Clearance;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.Inventory;
import org.allowput.ops.records.ManifestFiles;
import org.allowput.ops.records.ReceiptTables;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

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
        S3Client s3, String source, String target, String prefix, Selection selection, Duration grace) {
    /**
     * Where receipts are.
     *
     * @param since from when on they are read; those that are about to expire are better left out
     * @param complete whether there is one for everything that was copied since then, or only from the first one on
     */
    public record Written(String bucket, Instant since, boolean complete) {}

    /** The comparison of the buckets of a stack of account B by its rules. */
    public static Reconciliation of(DeployedStack stack, String prefix, Duration grace) {
        StackOutputs outputs = stack.outputs();
        return new Reconciliation(
                stack.clients().patientS3(),
                outputs.get(StackOutput.SOURCE_BUCKET_NAME),
                outputs.get(StackOutput.TARGET_BUCKET_NAME),
                prefix,
                outputs.selection(),
                grace);
    }

    /**
     * Where the receipts of a stack of account B are; empty if it writes none.
     *
     * @param since from when on each copy has a receipt; empty for the first receipt that is kept
     */
    public static Optional<Written> written(StackOutputs outputs, Optional<Instant> since, Instant now) {
        return outputs.find(StackOutput.RECEIPTS_KEPT_DAYS)
                .map(days -> new Written(
                        outputs.get(StackOutput.OPERATIONS_BUCKET_NAME),
                        since.orElse(now.minus(Duration.ofDays(Integer.parseInt(days)))),
                        since.isPresent()));
    }

    /**
     * Compares, in an empty database.
     *
     * @param manifest of A's inventory, if A handed it over
     * @throws OperationException if there are neither receipts nor an inventory, or it is not one of the target bucket
     */
    public ReconcileResult compare(
            Database database, Optional<Written> receipts, Optional<ManifestFiles> manifest, Instant now)
            throws IOException {
        if (receipts.isEmpty() && manifest.isEmpty()) {
            throw new OperationException(
                    "There is nothing to compare with: deploy the stack with -c receipts.enabled=true,"
                            + " or name account A's inventory with --inventory.");
        }
        load(database, receipts, manifest, true, now);
        judge(database);
        return new ReconcileResult(database);
    }

    /** Loads the tables of the database, receipts before the list of the source bucket, if that is wanted. */
    public void load(
            Database database,
            Optional<Written> receipts,
            Optional<ManifestFiles> manifest,
            boolean withSource,
            Instant now)
            throws IOException {
        Inventory inventory = manifest.isPresent() ? Inventory.open(manifest.get(), target, source) : null;
        receipts.ifPresent(written -> ReceiptTables.load(
                database,
                new ReceiptTables.Place(s3, written.bucket(), Receipts.PREFIX),
                written.since(),
                Long.MAX_VALUE,
                selection,
                receipt -> receipt.sourceKey().startsWith(prefix)));
        if (inventory != null) {
            inventory.load(database, selection, prefix);
        }
        if (withSource) {
            loadSource(database);
        }
        ReceiptTables.setParameters(
                database,
                source,
                target,
                now,
                grace,
                receipts.filter(Written::complete).map(Written::since).orElse(null),
                inventory == null ? null : inventory.created());
    }

    /** Decides for all that is loaded, once, by the tags of objects, too. */
    public void judge(Database database) {
        database.materialize("status");
        if (selection.requiresTag()) {
            loadClearances(database);
        }
    }

    private void loadSource(Database database) {
        try (TableWriter rows = database.writer("source")) {
            list().forEach(object -> rows.row(
                    object.key(),
                    object.size(),
                    Receipt.unquoted(object.eTag()),
                    object.lastModified(),
                    selection.exclusion(object.key(), object.size()).isEmpty()));
        }
    }

    private Stream<S3Object> list() {
        return selection.prefixes().stream()
                .filter(included -> included.startsWith(prefix) || prefix.startsWith(included))
                .map(included -> included.length() > prefix.length() ? included : prefix)
                .distinct()
                .flatMap(included -> s3
                        .listObjectsV2Paginator(request -> request.bucket(source)
                                .encodingType(EncodingType.URL)
                                .prefix(included))
                        .contents()
                        .stream())
                .filter(object -> selection.targetKey(object.key()).isPresent());
    }

    /**
     * Reads the tags of objects that were not copied into the table {@code clearances}: some must not be, or not yet.
     */
    private void loadClearances(Database database) {
        try (TableWriter rows = database.writer("clearances")) {
            database.query("SELECT key FROM findings WHERE kind IN ('missing', 'stale')", findings -> {
                findings.map(row -> String.valueOf(row.get("key")))
                        .gather(Gatherers.mapConcurrent(ReceiptTables.READ_AT_A_TIME, this::clearance))
                        .flatMap(Optional::stream)
                        .forEach(row -> rows.row(row.toArray()));
                return rows;
            });
        }
    }

    /** The key, the kind and the reason; empty if the object is cleared. */
    private Optional<List<String>> clearance(String key) {
        try {
            List<Tag> tags = s3.getObjectTagging(
                            request -> request.bucket(source).key(key))
                    .tagSet();
            return switch (selection.clearance(key, tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)))) {
                case Clearance.Cleared() -> Optional.empty();
                case Clearance.Waiting(String reason) -> Optional.of(List.of(key, "waiting", reason));
                case Clearance.Refused(String reason) -> Optional.of(List.of(key, "refused", reason));
            };
        } catch (NoSuchKeyException e) {
            return Optional.of(List.of(key, "gone", ""));
        }
    }
}
