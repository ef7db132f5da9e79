/** Receipts of what was acknowledged, to compare the source bucket with later. */
@NullMarked
package org.allowput.contract.receipt;

import org.jspecify.annotations.NullMarked;
