package org.allowput.ops.compare;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.contract.selection.RequiredTag.Clearance;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.ReceiptReader;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Reads the tags of objects that were not copied into the table {@code clearances}: some must not be, or not yet.
 *
 * @param s3 may have as many connections as objects are read at a time
 */
record ClearanceReader(S3Client s3, String bucket, Selection selection) {
    private static final int PAGE = 10_000;

    /** What is said of an object: no kind if it is cleared. */
    private record Answer(String key, String kind, String reason) {}

    void load(Database database) {
        try (TableWriter rows = database.writer("clearances")) {
            List<String> keys = page(database, "");
            while (!keys.isEmpty()) {
                keys.stream()
                        .gather(Gatherers.mapConcurrent(ReceiptReader.READ_AT_A_TIME, this::ask))
                        .filter(answer -> !answer.kind().isEmpty())
                        .forEach(answer -> rows.row(answer.key(), answer.kind(), answer.reason()));
                keys = page(database, keys.getLast());
            }
        }
    }

    private static List<String> page(Database database, String after) {
        return database.query(
                "SELECT key FROM findings WHERE kind IN ('missing', 'stale') AND key > ? ORDER BY key LIMIT " + PAGE,
                List.of(after),
                rows -> {
                    Stream.Builder<String> keys = Stream.builder();
                    while (rows.next()) {
                        keys.add(rows.getString(1));
                    }
                    return keys.build().toList();
                });
    }

    private Answer ask(String key) {
        try {
            List<Tag> tags = s3.getObjectTagging(
                            request -> request.bucket(bucket).key(key))
                    .tagSet();
            return switch (selection.clearance(key, tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)))) {
                case Clearance.Cleared() -> new Answer(key, "", "");
                case Clearance.Waiting(String reason) -> new Answer(key, "waiting", reason);
                case Clearance.Refused(String reason) -> new Answer(key, "refused", reason);
            };
        } catch (NoSuchKeyException e) {
            return new Answer(key, "gone", "");
        }
    }
}
