/** Compares a source bucket with what was copied of it, without a look at the target bucket. */
@NullMarked
package org.allowput.sandbox.reconcile;

import org.jspecify.annotations.NullMarked;
