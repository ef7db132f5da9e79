/** S3 Inventory of account A's bucket. */
package org.allowput.ops.reconcile.inventory;
