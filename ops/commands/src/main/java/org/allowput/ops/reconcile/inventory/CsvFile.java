package org.allowput.ops.reconcile.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.allowput.ops.records.CsvLine;

/**
 * Reads a file of an inventory as CSV, compressed with gzip.
 *
 * @param columns of the file, by the names that the manifest gives them
 */
record CsvFile(List<String> columns) {
    /**
     * A row, as text; what the file does not have is empty.
     *
     * @param key not encoded
     * @param latest {@code false} for a version that is not the current one
     * @param deleteMarker {@code true} for a marker that an object was deleted
     */
    record Row(String key, String size, String lastModified, String eTag, String latest, String deleteMarker) {
        /** Whether it is an object that a GET without a version returns. */
        boolean isCurrentObject() {
            return !latest.equals("false") && !deleteMarker.equals("true");
        }
    }

    /** Takes the rows, one after the other. */
    @FunctionalInterface
    interface RowConsumer {
        void accept(Row row) throws IOException;
    }

    /** Does not close the bytes. */
    void read(InputStream bytes, RowConsumer to) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(bytes), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> fields = CsvLine.fields(line);
            to.accept(new Row(
                    // In CSV keys are URL-encoded.
                    URLDecoder.decode(field("Key", fields), StandardCharsets.UTF_8),
                    field("Size", fields),
                    field("LastModifiedDate", fields),
                    field("ETag", fields),
                    field("IsLatest", fields),
                    field("IsDeleteMarker", fields)));
        }
    }

    private String field(String name, List<String> fields) {
        int at = columns.indexOf(name);
        return at < 0 || at >= fields.size() ? "" : Objects.requireNonNull(fields.get(at));
    }
}
