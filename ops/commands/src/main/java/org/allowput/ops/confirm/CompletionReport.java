package org.allowput.ops.confirm;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.records.CsvLine;
import org.allowput.ops.records.Cursor;
import org.allowput.ops.records.ListedFile;
import org.allowput.ops.records.SortedByKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The completion reports of jobs that computed checksums from the bytes that S3 stores: each a manifest, and files as
 * CSV.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html">Completion
 *     reports</a>
 */
final class CompletionReport implements AutoCloseable {
    private static final int IN_MEMORY = 200_000;
    private static final int COLUMNS = 7;
    private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*");

    private final SortedByKey<Row> rows = new SortedByKey<>(Row.class, Row::key, IN_MEMORY);

    /**
     * What became of one object.
     *
     * @param versionId empty if the report names none
     * @param message JSON if the checksum was computed, otherwise why it was not
     */
    private record Row(String key, String versionId, boolean succeeded, String message) {
        static Row of(String line) throws IOException {
            List<String> fields = CsvLine.fields(line);
            if (fields.size() < COLUMNS) {
                throw new IOException("Seen a line with " + fields.size() + " fields in a completion report, expected "
                        + COLUMNS + ": " + line);
            }
            boolean succeeded = fields.get(3).equals("succeeded");
            // Quotes in the message of a failure are not all written twice.
            String message = String.join(",", fields.subList(succeeded ? COLUMNS - 1 : 4, fields.size()));
            return new Row(decoded(fields.get(1)), fields.get(2), succeeded, message);
        }

        /** The key, which a report may give in the encoding of URLs, as manifests have it, or as it is. */
        private static String decoded(String key) {
            return ENCODED.matcher(key).matches() ? SdkHttpUtils.urlDecode(key) : key;
        }

        boolean isOf(Expected object) {
            return versionId.isEmpty() || versionId.equals(object.versionId());
        }

        Map<String, Object> json() {
            try {
                return JSON.std.mapFrom(message);
            } catch (IOException e) {
                throw new IllegalStateException("Not the result of a job that computes checksums: " + message, e);
            }
        }
    }

    /**
     * Adds the report of one job.
     *
     * @param manifest {@code s3://bucket/key} of its {@code manifest.json}
     * @throws IOException if it is not such a report, or a file is not the one that its manifest lists
     */
    void read(S3Client s3, URI manifest) throws IOException {
        String bucket = manifest.getAuthority();
        for (ListedFile file : files(s3, bucket, manifest.getPath().substring(1))) {
            try (InputStream bytes =
                    s3.getObject(request -> request.bucket(bucket).key(file.key()))) {
                file.read(bytes, false, line -> rows.add(Row.of(line)));
            }
        }
    }

    private static List<ListedFile> files(S3Client s3, String bucket, String key) throws IOException {
        String address = "s3://" + bucket + "/" + key;
        try (InputStream json = s3.getObject(request -> request.bucket(bucket).key(key))) {
            if (!(JSON.std.mapFrom(json).get("Results") instanceof List<?> results)) {
                throw new IOException(
                        "Seen " + address + " without Results, expected the manifest of a completion report.");
            }
            return results.stream()
                    .map(each -> each instanceof Map<?, ?> file ? file : Map.of())
                    .map(file ->
                            new ListedFile(String.valueOf(file.get("Key")), String.valueOf(file.get("MD5Checksum"))))
                    .toList();
        } catch (NoSuchKeyException e) {
            throw new OperationException(
                    "There is no " + address + ": a job writes it when it ends. Run this command again then.", e);
        }
    }

    /**
     * Compares objects with what the reports say of them.
     *
     * @param objects in the order of their keys
     */
    void compare(Iterator<Expected> objects, Result result) {
        Cursor<Row> sorted = rows.sorted();
        objects.forEachRemaining(object -> {
            while (sorted.isBefore(Optional.of(object.key()))) {
                sorted.next();
            }
            List<Row> ofObject = new ArrayList<>();
            sorted.takeAll(object.key(), row -> {
                if (row.isOf(object)) {
                    ofObject.add(row);
                }
            });
            compare(object, ofObject, result);
        });
    }

    private static void compare(Expected object, List<Row> rows, Result result) {
        String reason = "the report of the job does not name it";
        for (Row row : rows) {
            if (!row.succeeded()) {
                reason = row.message();
                continue;
            }
            Map<String, Object> json = row.json();
            String type = text(json, "checksumAlgorithm") + " " + text(json, "checksumType");
            if (!Receipt.unquoted(text(json, "etag")).equals(object.eTag())) {
                reason = "it was written again after the job";
            } else if (!type.equals(Expected.type(object.checksum()))) {
                reason = "the job computed " + type + "; its receipt says " + Expected.type(object.checksum());
            } else {
                result.add(
                        object,
                        new StoredChecksum(
                                object.checksum().algorithm(),
                                text(json, "checksum_base64"),
                                object.checksum().fullObject()));
                return;
            }
        }
        result.add(Finding.Kind.NOT_READ, object, reason);
    }

    private static String text(Map<String, Object> json, String name) {
        return Objects.toString(json.get(name));
    }

    @Override
    public void close() {
        rows.close();
    }
}
