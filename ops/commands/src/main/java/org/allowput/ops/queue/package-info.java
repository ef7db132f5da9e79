/** The queue and the dead-letter queue: their messages and how many wait. */
@NullMarked
package org.allowput.ops.queue;

import org.jspecify.annotations.NullMarked;
