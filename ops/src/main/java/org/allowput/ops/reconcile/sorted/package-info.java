/** Sorts any number of records by their keys in bounded memory. */
@NullMarked
package org.allowput.ops.reconcile.sorted;

import org.jspecify.annotations.NullMarked;
