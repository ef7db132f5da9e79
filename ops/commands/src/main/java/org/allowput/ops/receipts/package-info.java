/** Reads the receipts of what was copied. */
@NullMarked
package org.allowput.ops.receipts;

import org.jspecify.annotations.NullMarked;
