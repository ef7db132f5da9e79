package org.allowput.ops.records;

import java.io.IOException;
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

/**
 * What S3 Inventory states about account A's bucket.
 *
 * @param created when S3 began to make it: what was put later is not in it
 * @param columns of CSV, in their order; of Parquet there are none
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">Inventory
 *     manifest</a>
 */
public record Inventory(ManifestFiles files, Instant created, boolean parquet, List<String> columns, List<?> parts) {
    private static final List<String> NEEDED = List.of("Key", "Size", "LastModifiedDate", "ETag");
    private static final List<String> NEEDED_OF_PARQUET = List.of("key", "size", "last_modified_date", "e_tag");
    private static final Pattern PARQUET_COLUMN = Pattern.compile("(\\w+)\\s*(?:\\([^)]*\\))?\\s*;");

    /**
     * Reads the manifest.
     *
     * @throws OperationException if it is not the manifest of an inventory of that bucket that can be compared
     */
    public static Inventory open(ManifestFiles files, String targetBucket, String sourceBucket) throws IOException {
        Map<String, Object> manifest = files.read();
        Object format = manifest.get("fileFormat");
        if (!("CSV".equals(format) || "Parquet".equals(format))
                || !(manifest.get("files") instanceof List<?> parts)
                || !(manifest.get("fileSchema") instanceof String schema)
                || manifest.get("creationTimestamp") == null) {
            throw new OperationException("Seen a manifest with fileFormat " + format
                    + "; expected S3 Inventory's manifest.json of an inventory as CSV or Parquet. Ask account A to"
                    + " configure one.");
        }
        Object bucket = manifest.get("sourceBucket");
        if (!targetBucket.equals(bucket)) {
            throw new OperationException("The inventory is of the " + (sourceBucket.equals(bucket) ? "source " : "")
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
            throw new OperationException("The inventory has the columns " + String.join(", ", columns) + "; needed are "
                    + String.join(", ", needed) + ". Ask account A to add them.");
        }
        return new Inventory(
                files, created(String.valueOf(manifest.get("creationTimestamp"))), parquet, columns, parts);
    }

    private static Instant created(String time) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(time));
        } catch (NumberFormatException | DateTimeException e) {
            throw new OperationException(
                    "The manifest has the creationTimestamp " + time + "; expected milliseconds since 1970, as S3"
                            + " Inventory writes them. Fetch the manifest again.",
                    e);
        }
    }

    /**
     * Loads the current objects below a prefix that are copies of source keys by those rules into the table
     * {@code target}.
     *
     * @throws OperationException if a file is not the one that the manifest lists, or has an object without size or
     *     date
     */
    public void load(Database database, Selection selection, String prefix) throws IOException {
        Path file = database.folder().resolve("inventory" + (parquet ? ".parquet" : ".csv.gz"));
        try (TableWriter target = database.writer("target")) {
            for (Object part : parts) {
                files.save(part, file);
                database.forEach(rows(file), row -> {
                    String key = String.valueOf(row.get("key"));
                    Optional<String> sourceKey = selection.sourceKey(key).filter(each -> each.startsWith(prefix));
                    if (sourceKey.isPresent()) {
                        if (row.get("size") == null || row.get("lastModified") == null) {
                            throw new OperationException("The inventory has an object without size or date: " + key);
                        }
                        target.row(sourceKey.get(), key, row.get("size"), row.get("eTag"), row.get("lastModified"));
                    }
                });
                Files.delete(file);
            }
        }
    }

    private String rows(Path file) {
        List<String> needed = parquet ? NEEDED_OF_PARQUET : NEEDED;
        String place = quoted(file.toString());
        String names = columns.stream().map(Inventory::quoted).collect(Collectors.joining(", ", "[", "]"));
        return """
            SELECT %s AS key, TRY_CAST(%s AS BIGINT) AS size, TRY_CAST(%s AS TIMESTAMP) AS lastModified,
                replace(coalesce(%s, ''), '"', '') AS eTag
            FROM %s%s\
            """.formatted(
                        // In CSV keys are URL-encoded.
                        parquet ? "key" : "url_decode(replace(Key, '+', '%20'))",
                        needed.get(1),
                        needed.get(2),
                        needed.get(3),
                        parquet
                                ? "read_parquet(" + place + ")"
                                : "read_csv(" + place + ", names = " + names + ", header = false, all_varchar = true,"
                                        + " null_padding = true, delim = ',', quote = '\"', escape = '\"',"
                                        + " compression = 'gzip', strict_mode = false)",
                        parquet ? current("is_latest", "is_delete_marker") : current("IsLatest", "IsDeleteMarker"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
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
}
