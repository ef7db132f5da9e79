/** S3 Inventory of account A's bucket. */
@NullMarked
package org.allowput.ops.reconcile.inventory;

import org.jspecify.annotations.NullMarked;
