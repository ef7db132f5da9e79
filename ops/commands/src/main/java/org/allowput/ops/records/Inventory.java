package org.allowput.ops.records;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.Queries;

/**
 * What S3 Inventory states about account A's bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">Inventory
 *     manifest</a>
 */
public final class Inventory {
    private static final List<String> NEEDED = List.of("key", "size", "last_modified_date", "e_tag");

    /** In the list of CSV's columns, or in the schema of Parquet, which has types, too. */
    private static final Pattern COLUMN = Pattern.compile("(\\w+)\\s*(?:\\([^)]*\\))?\\s*(?:[;,]|$)");

    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,15}");

    /** Where a word begins in the name of a column of CSV. */
    private static final Pattern WORD = Pattern.compile("(?<=[A-Za-z])(?=[A-Z])");

    private static final String CSV = """
        read_csv('${file}', columns = {%s}, auto_detect = false, null_padding = true, quote = '"', escape = '"',
            compression = 'gzip', strict_mode = false)
        """;

    private Inventory() {}

    /**
     * Loads the current objects that are copies of source keys into the table {@code target}.
     *
     * @param sourceKey of a key; empty for one that is left out
     * @return when S3 began to make it: what was put later is not in it
     * @throws OperationException if it is not the manifest of an inventory of that bucket that can be compared, a file
     *     is not the one that it lists, or an object has no size or date
     */
    public static Instant load(
            Database database,
            ManifestFiles files,
            String target,
            String source,
            Function<String, Optional<String>> sourceKey)
            throws IOException {
        Map<String, Object> manifest = files.read();
        Object format = manifest.get("fileFormat");
        String created = String.valueOf(manifest.get("creationTimestamp"));
        if (!("CSV".equals(format) || "Parquet".equals(format))
                || !(manifest.get("files") instanceof List<?> parts)
                || !(manifest.get("fileSchema") instanceof String schema)
                || !MILLISECONDS.matcher(created).matches()) {
            throw new OperationException(
                    "Seen a manifest with fileFormat " + format + " and creationTimestamp " + created
                            + "; expected S3 Inventory's manifest.json of an inventory as CSV or Parquet. Ask account"
                            + " A to configure one.");
        }
        Object bucket = manifest.get("sourceBucket");
        if (!target.equals(bucket)) {
            throw new OperationException("The inventory is of the " + (source.equals(bucket) ? "source " : "")
                    + "bucket " + bucket + "; expected the one of account A's bucket " + target + ".");
        }
        List<String> columns = COLUMN.matcher(schema)
                .results()
                .map(column -> WORD.matcher(column.group(1)).replaceAll("_").toLowerCase(Locale.ROOT))
                .toList();
        if (!columns.containsAll(NEEDED)) {
            throw new OperationException("The inventory has the columns " + schema
                    + "; needed are Key, Size, LastModifiedDate, ETag. Ask account A to add them.");
        }
        boolean isCsv = "CSV".equals(format);
        String types = columns.stream().map(column -> column + ": 'VARCHAR'").collect(Collectors.joining(", "));
        database.define("source_key", sourceKey);
        files.load(
                parts,
                database,
                Queries.text("inventory")
                        .replace("${rows}", isCsv ? CSV.formatted(types) : "read_parquet('${file}')")
                        .replace("${key}", isCsv ? "url_decode(replace(key, '+', '%20'))" : "key"));
        return Instant.ofEpochMilli(Long.parseLong(created));
    }
}
