/** Moves messages from the dead-letter queue back to the queue. */
@NullMarked
package org.allowput.ops.redrive;

import org.jspecify.annotations.NullMarked;
