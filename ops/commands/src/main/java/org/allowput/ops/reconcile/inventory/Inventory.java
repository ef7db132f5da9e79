package org.allowput.ops.reconcile.inventory;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.records.CsvLine;
import org.allowput.ops.records.ListedFile;

/**
 * What S3 Inventory states about account A's bucket.
 *
 * @param created when S3 began to make it: what was put later is not in it
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">Inventory
 *     manifest</a>
 */
public record Inventory(InventoryFiles files, Instant created, List<String> columns, List<ListedFile> parts) {
    private static final List<String> NEEDED = List.of("Key", "Size", "LastModifiedDate", "ETag");

    /**
     * Reads the manifest.
     *
     * @throws IOException if it is not the manifest of an inventory of that bucket that can be compared
     */
    public static Inventory open(InventoryFiles files, String targetBucket, String sourceBucket) throws IOException {
        Map<String, Object> manifest;
        try (InputStream json = files.manifest()) {
            manifest = JSON.std.mapFrom(json);
        }
        Object created = manifest.get("creationTimestamp");
        Object format = manifest.get("fileFormat");
        if ("ORC".equals(format) || "Parquet".equals(format)) {
            throw new IOException("Seen an inventory as " + format + ", expected one as CSV: ask account A to configure"
                    + " a second inventory of the bucket with the output format CSV.");
        }
        if (!"CSV".equals(format)
                || !(manifest.get("files") instanceof List<?> parts)
                || !(manifest.get("fileSchema") instanceof String schema)
                || created == null) {
            throw new IOException("Seen a manifest with fileFormat " + format
                    + "; expected S3 Inventory's manifest.json of an inventory as CSV. Ask account A to configure"
                    + " one.");
        }
        Object bucket = manifest.get("sourceBucket");
        if (!targetBucket.equals(bucket)) {
            throw new IOException("The inventory is of the " + (sourceBucket.equals(bucket) ? "source " : "")
                    + "bucket " + bucket + "; expected the one of account A's bucket " + targetBucket + ".");
        }
        List<String> columns = List.of(schema.split(", *"));
        if (!columns.containsAll(NEEDED)) {
            throw new IOException("The inventory has the columns " + String.join(", ", columns) + "; needed are "
                    + String.join(", ", NEEDED) + ". Ask account A to add them.");
        }
        return new Inventory(
                files,
                Instant.ofEpochMilli(Long.parseLong(created.toString())),
                columns,
                parts.stream()
                        .map(part -> part instanceof Map<?, ?> file ? file : Map.of())
                        .map(file -> new ListedFile(
                                String.valueOf(file.get("key")), String.valueOf(file.get("MD5checksum"))))
                        .toList());
    }

    /**
     * Reads the current objects that are copies of source keys by those rules.
     *
     * @throws IOException if a file is not the one that the manifest lists
     */
    public void read(Selection selection, Consumer<InventoryEntry> to) throws IOException {
        for (ListedFile part : parts) {
            try (InputStream bytes = files.part(part.key())) {
                part.read(bytes, true, line -> entry(CsvLine.fields(line), selection, to));
            }
        }
    }

    private void entry(List<String> row, Selection selection, Consumer<InventoryEntry> to) throws IOException {
        // In CSV keys are URL-encoded.
        String key = URLDecoder.decode(field("Key", row), StandardCharsets.UTF_8);
        Optional<String> sourceKey = selection.sourceKey(key);
        boolean current = !field("IsLatest", row).equals("false")
                && !field("IsDeleteMarker", row).equals("true");
        if (!current || sourceKey.isEmpty()) {
            return;
        }
        try {
            to.accept(new InventoryEntry(
                    sourceKey.get(),
                    Long.parseLong(field("Size", row)),
                    Instant.parse(field("LastModifiedDate", row)),
                    Receipt.unquoted(field("ETag", row))));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("The inventory has an object without size or date: " + row, e);
        }
    }

    /** Empty if the row does not have it. */
    private String field(String column, List<String> row) {
        int at = columns.indexOf(column);
        return at < 0 || at >= row.size() ? "" : row.get(at);
    }
}
