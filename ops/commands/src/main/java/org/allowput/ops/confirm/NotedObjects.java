package org.allowput.ops.confirm;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.records.Cursor;
import org.allowput.ops.records.Progress;
import org.allowput.ops.records.ReceiptReader;
import org.allowput.ops.records.SortedByKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Compares which objects account A's bucket has with which ones the receipts of account B say were put there. Receipts
 * are read before the bucket is listed, and sorted in temporary files, so the memory does not depend on their number.
 *
 * @param s3 as account A, with as many connections as receipts are read at a time
 * @param receipts how the keys of receipts begin
 * @param since from when on each object has a receipt; empty for the first receipt
 * @param grace how long after an object its receipt may come
 * @param err where progress is printed, and receipts that cannot be read
 */
record NotedObjects(
        S3Client s3,
        String bucket,
        String receipts,
        String prefix,
        Optional<Instant> since,
        Duration grace,
        PrintWriter err) {
    private static final int READ_AT_A_TIME = 32;
    private static final int IN_MEMORY = 200_000;
    private static final int MOST_WARNINGS = 10;

    /**
     * Adds to the result what differs, is missing or has no receipt.
     *
     * @param atRest takes the others in the order of their keys, to compare checksums
     * @throws OperationException if there is no receipt, and no time since when there must be some
     */
    void compare(Instant now, Result result, Consumer<Iterator<Expected>> atRest) {
        try (SortedByKey<Note> notes = new SortedByKey<>(Note.class, Note::key, IN_MEMORY)) {
            ReceiptReader.Found found = new ReceiptReader(s3, bucket, receipts, READ_AT_A_TIME)
                    .read(
                            since.orElse(Instant.EPOCH),
                            UnaryOperator.identity(),
                            receipt -> add(receipt, notes),
                            new Progress(err, "objects of receipts read"));
            Instant begin = since.or(found::oldest)
                    .orElseThrow(
                            () -> new OperationException("There is no receipt below s3://" + bucket + "/" + receipts
                                    + ": --receipts takes the prefix that account B has set as receipts.deliverTo,"
                                    + " with its slash. Ask it, or wait for the first copy."));
            result.setSince(begin);
            warn(found, result);
            Cursor<Note> sorted = notes.sorted();
            Classifier classifier = new Classifier(begin, now.minus(grace), result);
            Progress progress = new Progress(err, "objects compared");
            atRest.accept(list().flatMap(object -> {
                        progress.count();
                        missing(sorted, Optional.of(object.key()), classifier);
                        NotesOfKey ofKey = new NotesOfKey(Optional.of(object));
                        sorted.takeAll(object.key(), ofKey::add);
                        return classifier.classify(object, ofKey).stream();
                    })
                    .iterator());
            missing(sorted, Optional.empty(), classifier);
        }
    }

    private void add(Receipt receipt, SortedByKey<Note> notes) {
        if (receipt.targetBucket().equals(bucket) && receipt.targetKey().startsWith(prefix)) {
            notes.add(Note.of(receipt));
        }
    }

    private void warn(ReceiptReader.Found found, Result result) {
        found.unreadable().stream()
                .limit(MOST_WARNINGS)
                .forEach(each -> err.println("not a receipt: " + EscapedText.of(each)));
        err.flush();
        result.setUnreadable(found.unreadable().size());
    }

    /** The receipts of keys before that one, or of all that are left: the bucket has no object of these. */
    private static void missing(Cursor<Note> notes, Optional<String> before, Classifier classifier) {
        while (notes.isBefore(before)) {
            Note first = notes.next();
            NotesOfKey ofKey = new NotesOfKey(Optional.empty());
            ofKey.add(first);
            notes.takeAll(first.key(), ofKey::add);
            classifier.classifyAbsent(ofKey);
        }
    }

    private Stream<ObjectVersion> list() {
        return s3
                .listObjectVersionsPaginator(
                        request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                .stream()
                .flatMap(page -> page.versions().stream())
                .filter(object -> object.isLatest() && !object.key().startsWith(receipts));
    }
}
