package org.allowput.ops.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
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
    void load(Database database) {
        try (TableWriter rows = database.writer("clearances")) {
            database.query("SELECT key FROM findings WHERE kind IN ('missing', 'stale')", findings -> {
                findings.map(row -> String.valueOf(row.get("key")))
                        .gather(Gatherers.mapConcurrent(ReceiptReader.READ_AT_A_TIME, this::ask))
                        .flatMap(Optional::stream)
                        .forEach(row -> rows.row(row.toArray()));
                return rows;
            });
        }
    }

    /** The key, the kind and the reason; empty if the object is cleared. */
    private Optional<List<String>> ask(String key) {
        try {
            List<Tag> tags = s3.getObjectTagging(
                            request -> request.bucket(bucket).key(key))
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
