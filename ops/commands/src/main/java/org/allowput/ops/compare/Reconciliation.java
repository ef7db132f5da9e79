package org.allowput.ops.compare;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.RequiredTag.TagDecision;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Compares the objects that a source bucket has now with the receipts of what was copied, and with A's inventory where
 * there is one. Reads all of them as account B; no request goes to the target bucket. The rules are those of the query
 * {@code status}.
 */
public final class Reconciliation {
    @Option(names = "--grace", paramLabel = "TIME", defaultValue = "15m")
    private Duration grace;

    @Option(names = "--since", paramLabel = "TIME")
    private @Nullable Instant since;

    @Option(names = "--inventory", paramLabel = "MANIFEST")
    private @Nullable String inventory;

    /**
     * Without a command line.
     *
     * @param grace how long a copy may take
     * @param since from when on each copy has a receipt; null for the first receipt that is kept
     */
    public Reconciliation(Duration grace, @Nullable Instant since) {
        this.grace = grace;
        this.since = since;
    }

    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /** Compares, in an empty database. */
    public ReconciliationSummary compare(DeployedStack stack, String prefix, Database database, Instant now)
            throws IOException {
        load(stack, prefix, false, database, Queries.relations("FROM summary"), now);
        return new ReconciliationSummary(
                new Counts(database.rows("FROM summary").getFirst()));
    }

    /**
     * Loads those of the tables that are named, receipts before the list of the source bucket, and decides once for all
     * that is loaded if {@code status} is one of them.
     *
     * @param prefix of the source keys, or the only one
     * @throws OperationException if there are neither receipts nor an inventory, or it is not one of the target bucket
     */
    public void load(
            DeployedStack stack, String prefix, boolean exactly, Database database, Set<String> tables, Instant now)
            throws IOException {
        Predicate<String> isAsked = key -> exactly ? key.equals(prefix) : key.startsWith(prefix);
        Selection selection = stack.outputs().selection();
        S3Client s3 = stack.clients().patientS3();
        String source = stack.outputs().get(StackOutput.SOURCE_BUCKET_NAME);
        String target = stack.outputs().get(StackOutput.TARGET_BUCKET_NAME);
        Optional<Instant> kept = stack.outputs()
                .find(StackOutput.RECEIPTS_KEPT_DAYS)
                .map(days -> now.minus(Duration.ofDays(Integer.parseInt(days))));
        if (inventory == null && tables.contains("receipts") && kept.isEmpty()) {
            throw new OperationException(
                    "There are no receipts: deploy the stack with -c receipts.enabled=true, or name"
                            + " account A's inventory with --inventory.");
        }
        if (inventory == null && tables.contains("target") && !tables.contains("status")) {
            throw new OperationException(
                    "The table target is account A's inventory: name its manifest with --inventory.");
        }
        Instant created = inventory == null
                ? null
                : new ManifestFiles(inventory, stack.clients().crossRegionS3())
                        .loadInventory(
                                database,
                                target,
                                source,
                                key -> selection.sourceKey(key).filter(isAsked));
        if (tables.contains("receipts") && kept.isPresent()) {
            loadReceipts(stack, database, since().orElse(kept.get()), Long.MAX_VALUE, isAsked);
        }
        if (tables.contains("source")) {
            database.insert("source", list(s3, source, prefix, isAsked, selection));
        }
        if (tables.contains("dead_letters")) {
            loadDeadLetters(stack, database);
        }
        database.ask(source, target, now, grace.toMillis(), kept.isPresent() ? since : null, created);
        if (tables.contains("status")) {
            database.materialize("status");
            if (selection.requiresTag()) {
                // Some objects that were not copied must not be, or not yet.
                database.insert(
                        "tag_checks",
                        "SELECT key FROM findings WHERE kind IN ('missing', 'stale')",
                        row -> tagCheck(s3, source, selection, String.valueOf(row.get("key"))));
            }
        }
    }

    /**
     * Loads the receipts of source keys that were written since a time, of each folder the first ones.
     *
     * @param most objects of each folder that are read
     */
    public static void loadReceipts(
            DeployedStack stack, Database database, Instant since, long most, Predicate<String> isAsked) {
        Selection selection = stack.outputs().selection();
        String bucket = stack.outputs().get(StackOutput.OPERATIONS_BUCKET_NAME);
        new StoredReceipts(stack.clients().patientS3(), bucket, Receipts.PREFIX)
                .load(database, since, most, isAsked, selection::targetKey);
    }

    /** Rows of the table {@code source}. */
    private static Stream<@Nullable Object[]> list(
            S3Client s3, String source, String prefix, Predicate<String> isAsked, Selection selection) {
        return selection.prefixes(prefix).stream()
                .flatMap(included -> s3
                        .listObjectsV2Paginator(request -> request.bucket(source)
                                .encodingType(EncodingType.URL)
                                .prefix(included))
                        .contents()
                        .stream()
                        // A key is listed before all that begin with it.
                        .takeWhile(object -> isAsked.test(object.key())))
                .filter(object -> selection.targetKey(object.key()).isPresent())
                .map(object -> Database.row(
                        object.key(),
                        object.size(),
                        Receipt.unquoted(object.eTag()),
                        object.lastModified(),
                        selection.exclusion(object.key(), object.size()).isEmpty()));
    }

    /** A row of the table {@code tag_checks}, by the tags of an object. */
    private static @Nullable Object[] tagCheck(S3Client s3, String source, Selection selection, String key) {
        try {
            List<Tag> tags = s3.getObjectTagging(
                            request -> request.bucket(source).key(key))
                    .tagSet();
            return switch (selection.decideByTags(key, tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)))) {
                case TagDecision.Permitted() -> Database.row(key, null, null);
                case TagDecision.Waiting(String reason) -> Database.row(key, "waiting", reason);
                case TagDecision.Refused(String reason) -> Database.row(key, "refused", reason);
            };
        } catch (S3Exception e) {
            String code =
                    e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
            // The error about a key with control characters is no XML, so that the SDK has no code of it.
            if (e.statusCode() == 404 && (code == null || code.equals("NoSuchKey"))) {
                return Database.row(key, "gone", "");
            }
            throw e;
        }
    }

    /** The keys of findings that another message can put right, and that have none in the dead-letter queue. */
    public static List<String> unsent(DeployedStack stack, Database database, long most) {
        loadDeadLetters(stack, database);
        return database.texts("FROM unsent ORDER BY key LIMIT " + most);
    }

    private static void loadDeadLetters(DeployedStack stack, Database database) {
        String queue = stack.outputs().get(StackOutput.DEAD_LETTER_QUEUE_URL);
        List<DeadLetter> letters = new DeadLetters(stack.clients().sqs(), queue).peek();
        database.insert("dead_letters", letters.stream().flatMap(Reconciliation::rows));
    }

    /** Of the table {@code dead_letters}, one for each key that a message names. */
    private static Stream<@Nullable Object[]> rows(DeadLetter letter) {
        return DeadLetter.events(letter.message().body()).stream()
                .map(event -> Database.row(
                        letter.id(), event.key(), letter.sent(), letter.received(), letter.reason(), event.time()));
    }
}
