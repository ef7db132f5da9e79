package org.allowput.ops.records;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.jspecify.annotations.Nullable;

/**
 * What S3 Inventory states about account A's bucket.
 *
 * @param created when S3 began to make it: what was put later is not in it
 * @param columns of CSV, in their order; of Parquet there are none
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">Inventory
 *     manifest</a>
 */
public record Inventory(
        InventoryFiles files, Instant created, boolean parquet, List<String> columns, List<ListedFile> parts) {
    private static final List<String> NEEDED = List.of("Key", "Size", "LastModifiedDate", "ETag");
    private static final List<String> NEEDED_OF_PARQUET = List.of("key", "size", "last_modified_date", "e_tag");
    private static final Pattern PARQUET_COLUMN = Pattern.compile("(\\w+)\\s*(?:\\([^)]*\\))?\\s*;");

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
        Object format = manifest.get("fileFormat");
        if (!("CSV".equals(format) || "Parquet".equals(format))
                || !(manifest.get("files") instanceof List<?> parts)
                || !(manifest.get("fileSchema") instanceof String schema)
                || manifest.get("creationTimestamp") == null) {
            throw new IOException("Seen a manifest with fileFormat " + format
                    + "; expected S3 Inventory's manifest.json of an inventory as CSV or Parquet. Ask account A to"
                    + " configure one.");
        }
        Object bucket = manifest.get("sourceBucket");
        if (!targetBucket.equals(bucket)) {
            throw new IOException("The inventory is of the " + (sourceBucket.equals(bucket) ? "source " : "")
                    + "bucket " + bucket + "; expected the one of account A's bucket " + targetBucket + ".");
        }
        boolean parquet = "Parquet".equals(format);
        List<String> columns = parquet
                ? PARQUET_COLUMN
                        .matcher(schema)
                        .results()
                        .map(column -> column.group(1))
                        .toList()
                : List.of(schema.split(", *"));
        List<String> needed = parquet ? NEEDED_OF_PARQUET : NEEDED;
        if (!columns.containsAll(needed)) {
            throw new IOException("The inventory has the columns " + String.join(", ", columns) + "; needed are "
                    + String.join(", ", needed) + ". Ask account A to add them.");
        }
        return new Inventory(
                files,
                created(String.valueOf(manifest.get("creationTimestamp"))),
                parquet,
                columns,
                parts.stream().map(ListedFile::ofInventory).toList());
    }

    private static Instant created(String time) throws IOException {
        try {
            return Instant.ofEpochMilli(Long.parseLong(time));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IOException(
                    "The manifest has the creationTimestamp " + time + "; expected milliseconds since 1970, as S3"
                            + " Inventory writes them. Fetch the manifest again.",
                    e);
        }
    }

    /**
     * Loads the current objects below a prefix that are copies of source keys by those rules into the table
     * {@code target}.
     *
     * @throws IOException if a file is not the one that the manifest lists, or has an object without size or date
     */
    public void load(Database database, Selection selection, String prefix, PrintWriter out) throws IOException {
        Progress progress = new Progress(out, "objects of the inventory read");
        try (TableWriter target = database.writer("target")) {
            for (ListedFile part : parts) {
                Path file = database.folder().resolve("inventory" + (parquet ? ".parquet" : ".csv.gz"));
                try (InputStream bytes = files.part(part.key())) {
                    part.save(bytes, file);
                }
                Optional<String> wrong = read(database, part.key(), rows(file), row -> {
                    progress.count();
                    Optional<String> sourceKey = selection.sourceKey(row.key());
                    if (sourceKey.filter(key -> key.startsWith(prefix)).isEmpty()) {
                        return true;
                    }
                    target.row(sourceKey.get(), row.key(), row.size(), row.eTag(), row.modified());
                    return row.size() != null && row.modified() != null;
                });
                if (wrong.isPresent()) {
                    throw new IOException("The inventory has an object without size or date: " + wrong.get());
                }
                Files.delete(file);
            }
        }
    }

    private String rows(Path file) {
        String place = file.toString().replace("'", "''");
        if (parquet) {
            return """
                SELECT key, size, CAST(last_modified_date AS TIMESTAMP), replace(coalesce(e_tag, ''), '"', '')
                FROM read_parquet('%s')%s\
                """.formatted(place, current("is_latest", "is_delete_marker"));
        }
        String names = columns.stream()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        // In CSV keys are URL-encoded.
        return """
            SELECT url_decode(replace(Key, '+', '%%20')), TRY_CAST(Size AS BIGINT),
                TRY_CAST(LastModifiedDate AS TIMESTAMP), replace(coalesce(ETag, ''), '"', '')
            FROM read_csv('%s', names = %s, header = false, all_varchar = true, null_padding = true, delim = ',',
                quote = '"', escape = '"', compression = 'gzip', strict_mode = false)%s\
            """.formatted(place, names, current("IsLatest", "IsDeleteMarker"));
    }

    /** Of an inventory of all versions, the current ones that are no delete markers. */
    private String current(String latest, String marker) {
        List<String> conditions = new ArrayList<>();
        if (columns.contains(latest)) {
            conditions.add("coalesce(CAST(" + latest + " AS VARCHAR), '') <> 'false'");
        }
        if (columns.contains(marker)) {
            conditions.add("coalesce(CAST(" + marker + " AS VARCHAR), '') <> 'true'");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** An object of the inventory. */
    private record Row(
            String key,
            @Nullable Long size,
            String eTag,
            @Nullable Instant modified) {}

    /** Takes a row, and says whether it is right. */
    private interface RowTaker {
        boolean take(Row row);
    }

    /** The key of the first row that is wrong, if one is. */
    private static Optional<String> read(Database database, String name, String sql, RowTaker taker)
            throws IOException {
        try {
            return database.query(sql, List.of(), rows -> {
                while (rows.next()) {
                    Row row = new Row(
                            rows.getString(1),
                            rows.getObject(2) instanceof Number size ? size.longValue() : null,
                            rows.getString(4),
                            Database.time(rows, 3));
                    if (!taker.take(row)) {
                        return Optional.of(row.key());
                    }
                }
                return Optional.empty();
            });
        } catch (OperationException e) {
            throw new IOException("The file " + name + " of the inventory cannot be read: " + e.getMessage(), e);
        }
    }
}
