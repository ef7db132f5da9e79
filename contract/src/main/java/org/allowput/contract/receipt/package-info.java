/** Receipts of what was acknowledged, to compare the source bucket with later. */
package org.allowput.contract.receipt;
