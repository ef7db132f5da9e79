package org.allowput.ops.reconcile;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.allowput.lambda.receipt.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What S3 Inventory says that account A's bucket holds.
 *
 * @param created when S3 began to make it: what was put later is not in it
 * @param entries by key
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">Inventory
 *     manifest</a>
 */
record Inventory(Instant created, Map<String, Entry> entries) {
    /**
     * An object. What the inventory was not configured to tell is null.
     *
     * @param size in bytes
     * @param eTag without quotes
     */
    record Entry(
            @Nullable Long size,
            @Nullable Instant lastModified,
            @Nullable String eTag) {}

    /**
     * Reads it.
     *
     * @param keyPrefix other keys are left out
     * @throws IOException if it is no inventory, or in a format other than CSV
     */
    static Inventory read(InventoryFiles files, String keyPrefix) throws IOException {
        Map<String, Object> manifest;
        try (var json = files.manifest()) {
            manifest = JSON.std.mapFrom(json);
        }
        var created = manifest.get("creationTimestamp");
        if (!"CSV".equals(manifest.get("fileFormat"))
                || !(manifest.get("files") instanceof List<?> parts)
                || !(manifest.get("fileSchema") instanceof String schema)
                || created == null) {
            throw new IOException("Seen a manifest with fileFormat " + manifest.get("fileFormat")
                    + "; expected S3 Inventory's manifest.json of an inventory as CSV.");
        }
        var columns = new Columns(Arrays.asList(schema.split(",\\s*")));
        Map<String, Entry> entries = new HashMap<>();
        for (var part : parts) {
            if (part instanceof Map<?, ?> file && file.get("key") instanceof String key) {
                read(files, key, columns, keyPrefix, entries);
            }
        }
        return new Inventory(Instant.ofEpochMilli(Long.parseLong(created.toString())), entries);
    }

    private static void read(
            InventoryFiles files, String key, Columns columns, String keyPrefix, Map<String, Entry> entries)
            throws IOException {
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(files.part(key)), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var fields = Csv.fields(line);
                var object = columns.key(fields);
                if (columns.isCurrent(fields) && object.startsWith(keyPrefix)) {
                    entries.put(object, columns.entry(fields));
                }
            }
        }
    }

    Optional<Entry> of(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Which field is where: most are in an inventory only if its owner wants them. */
    private record Columns(List<String> names) {
        /** In CSV keys are URL-encoded. */
        String key(List<String> fields) throws IOException {
            return URLDecoder.decode(
                    field("Key", fields)
                            .orElseThrow(() -> new IOException("The inventory has no keys, only " + names + ".")),
                    StandardCharsets.UTF_8);
        }

        /** An inventory of all versions has older ones and delete markers, too. */
        boolean isCurrent(List<String> fields) {
            return !field("IsLatest", fields).filter("false"::equals).isPresent()
                    && !field("IsDeleteMarker", fields).filter("true"::equals).isPresent();
        }

        Entry entry(List<String> fields) {
            return new Entry(
                    field("Size", fields).map(Long::valueOf).orElse(null),
                    field("LastModifiedDate", fields).map(Instant::parse).orElse(null),
                    field("ETag", fields).map(Receipt::unquoted).orElse(null));
        }

        private Optional<String> field(String name, List<String> fields) {
            int at = names.indexOf(name);
            return at < 0 || at >= fields.size()
                    ? Optional.empty()
                    : Optional.of(Objects.requireNonNull(fields.get(at))).filter(text -> !text.isEmpty());
        }
    }
}
