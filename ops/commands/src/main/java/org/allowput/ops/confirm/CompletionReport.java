package org.allowput.ops.confirm;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.ManifestFiles;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The completion report of a job that computed checksums from the bytes that S3 stores: a manifest, and files as CSV.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html">Completion
 *     reports</a>
 */
record CompletionReport(ManifestFiles files) {
    /** Bucket, key, version, status; then error code, HTTP status and message, whose quotes are not all doubled. */
    private static final Pattern LINE = Pattern.compile(
            "(\"(?:[^\"]|\"\")*\"|[^,]*),(\"(?:[^\"]|\"\")*\"|[^,]*),([^,]*),([^,]*),(([^,]*),([^,]*),(.*))");

    private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*");

    /**
     * Adds what it says to the table {@code checksums}.
     *
     * @throws OperationException if it is not such a report, or a file is not the one that its manifest lists
     */
    void load(Database database) throws IOException {
        Path copy = database.folder().resolve("report.csv");
        try (TableWriter rows = database.writer("checksums")) {
            for (Object file : listed()) {
                files.save(file, copy);
                try (Stream<String> lines = Files.lines(copy)) {
                    lines.forEach(line -> add(line, rows));
                }
            }
        }
    }

    private List<?> listed() throws IOException {
        try {
            if (files.read().get("Results") instanceof List<?> results) {
                return results;
            }
        } catch (NoSuchKeyException e) {
            throw new OperationException(
                    "There is no " + files.address() + ": a job writes it when it ends. Run this command again then.",
                    e);
        }
        throw new OperationException(
                "Seen " + files.address() + " without Results, expected the manifest of a completion report.");
    }

    private static void add(String line, TableWriter rows) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw new OperationException(
                    "Seen a line that is no row of a completion report, expected 7 fields: " + line);
        }
        String key = decoded(unquoted(fields.group(2)));
        String versionId = unquoted(fields.group(3));
        if (!unquoted(fields.group(4)).equals("succeeded")) {
            rows.row(key, versionId, null, null, null, null, "not-read", unquoted(fields.group(5)));
            return;
        }
        Computed computed = Computed.of(unquoted(fields.group(8)));
        rows.row(
                key,
                versionId,
                computed.etag().replace("\"", ""),
                computed.checksumAlgorithm(),
                computed.checksumType(),
                computed.checksum_base64(),
                null,
                null);
    }

    /** The message of a task that succeeded: the fields have the names that the job gives them. */
    record Computed(String checksum_base64, String etag, String checksumAlgorithm, String checksumType) {
        static Computed of(String message) {
            try {
                Computed computed = JSON.std.beanFrom(Computed.class, message);
                Objects.requireNonNull(computed.checksum_base64);
                Objects.requireNonNull(computed.etag);
                return computed;
            } catch (IOException | NullPointerException e) {
                throw new OperationException(
                        "Seen a result that no job has which computes checksums: " + message
                                + ". Name the report of a Compute checksum job.",
                        e);
            }
        }
    }

    private static String unquoted(String field) {
        String text = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"")
                ? field.substring(1, field.length() - 1)
                : field;
        return text.replace("\"\"", "\"");
    }

    /** The key, which a report may give in the encoding of URLs, as manifests have it, or as it is. */
    private static String decoded(String key) {
        return ENCODED.matcher(key).matches() ? SdkHttpUtils.urlDecode(key) : key;
    }
}
