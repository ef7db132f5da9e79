/** Compares the objects of account A's bucket with the receipts that account B put there, as account A. */
@NullMarked
package org.allowput.ops.confirm;

import org.jspecify.annotations.NullMarked;
