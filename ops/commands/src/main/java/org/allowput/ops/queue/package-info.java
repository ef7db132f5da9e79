/** The queue and the dead-letter queue: their messages and how many wait. */
package org.allowput.ops.queue;
