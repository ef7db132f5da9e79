/** The command that compares a source bucket with what was copied of it. */
@NullMarked
package org.allowput.ops.reconcile;

import org.jspecify.annotations.NullMarked;
