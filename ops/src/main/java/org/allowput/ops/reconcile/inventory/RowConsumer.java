package org.allowput.ops.reconcile.inventory;

import java.io.IOException;

/** Takes the rows of an inventory's file, one after the other. */
@FunctionalInterface
interface RowConsumer {
    void accept(InventoryRow row) throws IOException;
}
