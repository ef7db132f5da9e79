package org.allowput.ops.reconcile.inventory;

/**
 * A row of an inventory's file, as text; what the file does not have is empty.
 *
 * @param key not encoded
 * @param latest {@code false} for a version that is not the current one
 * @param deleteMarker {@code true} for a marker that an object was deleted
 */
record InventoryRow(String key, String size, String lastModified, String eTag, String latest, String deleteMarker) {
    /** Whether it is an object that a GET without a version returns. */
    boolean isCurrentObject() {
        return !latest.equals("false") && !deleteMarker.equals("true");
    }
}
