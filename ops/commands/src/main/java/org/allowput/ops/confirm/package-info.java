/** Compares the objects of account A's bucket with the receipts that account B put there, as account A. */
package org.allowput.ops.confirm;
