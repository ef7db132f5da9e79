/** Compares a source bucket with what was copied of it, without a look at the target bucket. */
@NullMarked
package org.allowput.ops.reconcile.compare;

import org.jspecify.annotations.NullMarked;
