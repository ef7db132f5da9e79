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

/**
 * Reads a file of an inventory as CSV, compressed with gzip.
 *
 * @param columns of the file, by the names that the manifest gives them
 */
record CsvFile(List<String> columns) {
    /** Does not close the bytes. */
    void read(InputStream bytes, RowConsumer to) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(bytes), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> fields = Csv.fields(line);
            to.accept(new InventoryRow(
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
