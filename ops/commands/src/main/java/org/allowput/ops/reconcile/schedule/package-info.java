/** The comparison as a Lambda function on a schedule. */
@NullMarked
package org.allowput.ops.reconcile.schedule;

import org.jspecify.annotations.NullMarked;
