/** Sends messages for what a comparison has found. */
@NullMarked
package org.allowput.ops.reconcile.requeue;

import org.jspecify.annotations.NullMarked;
