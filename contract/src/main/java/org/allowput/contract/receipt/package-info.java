/**
 * This package defines receipts: what the function writes about each event that it has acknowledged, under which keys,
 * and in which format. The commands compare them with the source bucket.
 *
 * <p>Read {@link Receipt} first, then {@link Receipts}. The package may use these packages of the module: object, json.
 */
package org.allowput.contract.receipt;
