package org.allowput.ops.compare;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * A manifest that S3 Inventory or a job has written, and the files that it lists.
 *
 * @param address of the manifest, {@code s3://bucket/key}, in which nothing is encoded
 */
public record ManifestFiles(String address, S3Client s3) {
    /** In the list of CSV's columns, or in the schema of Parquet, which has types, too. */
    private static final Pattern COLUMN = Pattern.compile("(\\w+)\\s*(?:\\([^)]*\\))?\\s*(?:[;,]|$)");

    /** Where a word begins in the name of a column of CSV. */
    private static final Pattern WORD = Pattern.compile("(?<=[A-Za-z])(?=[A-Z])");

    /** Keys are in the encoding of URLs. */
    private static final String CSV = """
        (SELECT * REPLACE (url_decode(replace(key, '+', '%%20')) AS key)
        FROM read_csv('${file}', columns = {%s}, auto_detect = false, null_padding = true, quote = '"', escape = '"',
            compression = 'gzip', strict_mode = false))
        """;

    public ManifestFiles {
        if (!address.matches("(?s)s3://[^/]+/.+")) {
            throw new OperationException("Seen " + address + ", expected s3://bucket/key.");
        }
    }

    private Map<String, Object> read() throws IOException {
        try (InputStream json = open(address.split("/", 4)[3])) {
            return JSON.std.mapFrom(json);
        }
    }

    public String bucket() {
        return address.split("/", 4)[2];
    }

    /**
     * Loads the current objects that are copies of source keys into the table {@code target}.
     *
     * @param sourceKey of a key; empty for one that is left out
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">Inventory
     *     manifest</a>
     * @return when S3 began to make it: what was put later is not in it
     * @throws OperationException if it is not the manifest of an inventory of that bucket that can be compared, a file
     *     is not the one that it lists, or an object has no size or date
     */
    public Instant loadInventory(
            Database database, String target, String source, Function<String, Optional<String>> sourceKey)
            throws IOException {
        Map<String, Object> manifest = read();
        Object format = manifest.get("fileFormat");
        String created = String.valueOf(manifest.get("creationTimestamp"));
        if (!("CSV".equals(format) || "Parquet".equals(format))
                || !(manifest.get("files") instanceof List<?> parts)
                || !(manifest.get("fileSchema") instanceof String schema)
                || !created.matches("\\d{1,15}")) {
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
        if (!columns.containsAll(List.of("key", "size", "last_modified_date", "e_tag"))) {
            throw new OperationException("The inventory has the columns " + schema
                    + "; needed are Key, Size, LastModifiedDate, ETag. Ask account A to add them.");
        }
        String types = columns.stream().map(column -> column + ": 'VARCHAR'").collect(Collectors.joining(", "));
        String rows = "CSV".equals(format) ? CSV.formatted(types) : "read_parquet('${file}')";
        database.define("source_key", sourceKey);
        load(parts, database, Queries.text("inventory").replace("${rows}", rows));
        return Instant.ofEpochMilli(Long.parseLong(created));
    }

    /**
     * Loads the completion report of a job that computed checksums from the bytes that S3 stores.
     *
     * @throws OperationException if it is not such a report, or a file is not the one that its manifest lists
     */
    public void loadReport(Database database) throws IOException {
        if (!(read().get("Results") instanceof List<?> results)) {
            throw new OperationException(
                    "Seen " + address + " without Results, expected the manifest of a completion report.");
        }
        load(results, database, Queries.text("report"));
    }

    /**
     * Loads files that the manifest lists, each by a statement that has its path as {@code ${file}}.
     *
     * @param listed with their keys and MD5, as the manifest lists them
     * @throws OperationException if the bytes are not those that the manifest lists
     */
    private void load(List<?> listed, Database database, String sql) throws IOException {
        Path file = database.folder().resolve("listed");
        for (Object each : listed) {
            Map<String, Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            ((Map<?, ?>) each).forEach((name, value) -> fields.put(String.valueOf(name), value));
            String key = String.valueOf(fields.get("key"));
            try (InputStream content = open(key)) {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            }
            String seen = HexFormat.of().formatHex(Md5Utils.computeMD5Hash(file.toFile()));
            if (!seen.equalsIgnoreCase(String.valueOf(fields.get("MD5checksum")))) {
                throw new OperationException("The file " + key + " has the MD5 " + seen + "; its manifest lists "
                        + fields.get("MD5checksum") + ". Fetch manifest and files of the same report.");
            }
            database.execute(sql.replace("${file}", file.toString()));
        }
    }

    /** @throws OperationException if S3 has no such object, or does not let it be read */
    private InputStream open(String key) {
        try {
            return s3.getObject(request -> request.bucket(bucket()).key(key));
        } catch (S3Exception e) {
            if (e.statusCode() != 403 && e.statusCode() != 404) {
                throw e;
            }
            String code =
                    e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
            throw new OperationException(
                    "s3://" + bucket() + "/" + key + " could not be read: S3 answered " + e.statusCode() + code
                            + ". Correct the address, or ask its owner for access.",
                    e);
        }
    }
}
