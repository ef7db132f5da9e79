package org.allowput.ops.reconcile.inventory;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.allowput.ops.records.Fields;
import org.allowput.ops.records.SortedByKey;

/**
 * An object of A's inventory.
 *
 * @param key of the source object that is copied to its key
 * @param size in bytes
 * @param eTag without quotes
 */
public record InventoryEntry(String key, long size, Instant lastModified, String eTag) {
    public static final SortedByKey.Format<InventoryEntry> FORMAT = new SortedByKey.Format<>() {
        @Override
        public void write(InventoryEntry entry, DataOutputStream out) throws IOException {
            Fields.write(entry.key, out);
            out.writeLong(entry.size);
            Fields.writeTime(entry.lastModified, out);
            Fields.write(entry.eTag, out);
        }

        @Override
        public InventoryEntry read(DataInputStream in) throws IOException {
            return new InventoryEntry(
                    Fields.read(in), in.readLong(), Objects.requireNonNull(Fields.readTime(in)), Fields.read(in));
        }
    };
}
