package org.allowput.ops.reconcile.inventory;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Reads a file of an inventory as Parquet, uncompressed or compressed with Snappy or gzip: AWS does not document which.
 * The memory does not grow with the file.
 *
 * @param file on this computer
 * @param key of the file in the inventory
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html">The schema</a>
 */
record ParquetFile(Path file, String key) {
    private static final String KEY = "key";
    private static final String SIZE = "size";
    private static final String LAST_MODIFIED = "last_modified_date";
    private static final String ETAG = "e_tag";
    private static final String LATEST = "is_latest";
    private static final String DELETE_MARKER = "is_delete_marker";
    private static final List<String> COLUMNS = List.of(KEY, SIZE, LAST_MODIFIED, ETAG, LATEST, DELETE_MARKER);

    /** Kept here, because the level of a logger that is not referred to is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    /** @throws IOException if the file cannot be read */
    void read(RowConsumer to) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            Set<String> present = reader.getFileSchema().getColumns().stream()
                    .map(ColumnSchema::name)
                    .collect(Collectors.toSet());
            try (RowReader rows = rows(reader, present)) {
                for (Optional<InventoryRow> row = next(rows, present); row.isPresent(); row = next(rows, present)) {
                    to.accept(row.get());
                }
            }
        }
    }

    private RowReader rows(ParquetFileReader reader, Set<String> present) throws IOException {
        String[] columns = COLUMNS.stream().filter(present::contains).toArray(String[]::new);
        try {
            return reader.buildRowReader()
                    .projection(ColumnProjection.columns(columns))
                    .build();
        } catch (UncheckedIOException | UnsupportedOperationException | IllegalStateException e) {
            throw unreadable(e);
        }
    }

    private Optional<InventoryRow> next(RowReader rows, Set<String> present) throws IOException {
        try {
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            rows.next();
            return Optional.of(row(rows, present));
        } catch (UncheckedIOException | UnsupportedOperationException | IllegalStateException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(RuntimeException thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new IOException(
                "The file " + key + " of the inventory cannot be read (" + root.getMessage() + "): " + Inventory.AS_CSV,
                thrown);
    }

    private static InventoryRow row(RowReader rows, Set<String> present) {
        return new InventoryRow(
                rows.getString(KEY),
                rows.isNull(SIZE) ? "" : Long.toString(rows.getLong(SIZE)),
                rows.isNull(LAST_MODIFIED)
                        ? ""
                        : rows.getTimestamp(LAST_MODIFIED).toString(),
                rows.isNull(ETAG) ? "" : rows.getString(ETAG),
                flag(LATEST, rows, present),
                flag(DELETE_MARKER, rows, present));
    }

    private static String flag(String column, RowReader rows, Set<String> present) {
        return !present.contains(column) || rows.isNull(column) ? "" : Boolean.toString(rows.getBoolean(column));
    }
}
