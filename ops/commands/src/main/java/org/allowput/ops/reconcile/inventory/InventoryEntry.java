package org.allowput.ops.reconcile.inventory;

import java.time.Instant;

/**
 * An object of A's inventory.
 *
 * @param key of the source object that is copied to its key
 * @param size in bytes
 * @param eTag without quotes
 */
public record InventoryEntry(String key, long size, Instant lastModified, String eTag) {}
