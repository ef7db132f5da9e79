package org.allowput.ops.reconcile.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the files of an inventory are written. */
public enum InventoryFormat {
    CSV("CSV", "Key, Size, LastModifiedDate, ETag", "(\\w+)"),
    /** The schema is that of the file: {@code message s3.inventory { required binary key (UTF8); … }}. */
    PARQUET("Parquet", "key, size, last_modified_date, e_tag", "(\\w+)\\s*(?:\\([^;]*)?;");

    private final String label;
    private final String needed;
    private final Pattern column;

    InventoryFormat(String label, String needed, String column) {
        this.label = label;
        this.needed = needed;
        this.column = Pattern.compile(column);
    }

    /** By the manifest's {@code fileFormat}. */
    static Optional<InventoryFormat> of(@Nullable Object label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst();
    }

    /** The columns that a comparison needs. */
    List<String> needed() {
        return List.of(needed.split(", "));
    }

    /** The columns of the manifest's {@code fileSchema}. */
    List<String> columns(String schema) {
        return column.matcher(schema).results().map(name -> name.group(1)).toList();
    }
}
