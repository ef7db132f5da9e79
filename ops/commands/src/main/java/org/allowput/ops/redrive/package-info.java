/** Moves messages from the dead-letter queue back to the queue. */
package org.allowput.ops.redrive;
