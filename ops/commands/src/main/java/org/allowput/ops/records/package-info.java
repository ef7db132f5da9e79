/** Reads receipts, lists and inventories into the tables of the database. */
package org.allowput.ops.records;
