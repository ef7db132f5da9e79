package org.allowput.ops.confirm;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.records.CsvLine;
import org.allowput.ops.records.Cursor;
import org.allowput.ops.records.ListedFile;
import org.allowput.ops.records.SortedByKey;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The completion report of a job that computed checksums: a manifest, and files as CSV.
 *
 * @param folder how the keys of its files begin
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html">Completion
 *     reports</a>
 */
record CompletionReport(S3Client s3, String bucket, String folder) {
    private static final int IN_MEMORY = 200_000;
    private static final int COLUMNS = 7;

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
            return new Row(Manifest.decoded(fields.get(1)), fields.get(2), succeeded, message);
        }

        boolean isOf(Expected object) {
            return versionId.isEmpty() || versionId.equals(object.versionId());
        }

        StoredChecksum checksum() {
            try {
                Map<String, Object> json = JSON.std.mapFrom(message);
                return new StoredChecksum(
                        StoredChecksum.Algorithm.valueOf(text(json, "checksumAlgorithm")),
                        text(json, "checksum_base64"),
                        text(json, "checksumType").equals(StoredChecksum.FULL_OBJECT));
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalStateException("Not the result of a job that computes checksums: " + message, e);
            }
        }

        private static String text(Map<String, Object> json, String name) {
            return Objects.toString(json.get(name));
        }
    }

    /**
     * Compares the objects of the job's manifest with what the report says of them. The manifest is opened when the
     * report is sorted: S3 does not wait for minutes until more of an object is read.
     *
     * @throws IOException if it is not such a report, or a file is not the one that its manifest lists
     */
    void compare(Confirmation.Job job, Result result) throws IOException {
        try (SortedByKey<Row> rows = new SortedByKey<>(Row.class, Row::key, IN_MEMORY)) {
            for (ListedFile file : files()) {
                try (InputStream bytes =
                        s3.getObject(request -> request.bucket(bucket).key(file.key()))) {
                    file.read(bytes, false, line -> rows.add(Row.of(line)));
                }
            }
            Cursor<Row> sorted = rows.sorted();
            try (InputStream csv =
                    s3.getObject(request -> request.bucket(bucket).key(job.manifest()))) {
                Manifest.read(csv, job.algorithm(), job.fullObject()).forEachRemaining(object -> {
                    while (sorted.isBefore(Optional.of(object.key()))) {
                        sorted.next();
                    }
                    compare(object, sorted.take(object.key()).filter(row -> row.isOf(object)), result);
                });
            }
        }
    }

    private static void compare(Expected object, Optional<Row> row, Result result) {
        if (row.isEmpty()) {
            result.add(Finding.Kind.NOT_READ, object, "the report of the job does not name it");
        } else if (row.get().succeeded()) {
            result.add(object, row.get().checksum());
        } else {
            result.add(Finding.Kind.NOT_READ, object, row.get().message());
        }
    }

    private List<ListedFile> files() throws IOException {
        try (InputStream json = s3.getObject(request -> request.bucket(bucket).key(folder + "manifest.json"))) {
            if (!(JSON.std.mapFrom(json).get("Results") instanceof List<?> results)) {
                throw new IOException("Seen s3://" + bucket + "/" + folder
                        + "manifest.json without Results, expected the manifest of a completion report.");
            }
            return results.stream()
                    .map(each -> each instanceof Map<?, ?> file ? file : Map.of())
                    .map(file ->
                            new ListedFile(String.valueOf(file.get("Key")), String.valueOf(file.get("MD5Checksum"))))
                    .toList();
        }
    }
}
