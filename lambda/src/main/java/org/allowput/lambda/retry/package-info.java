/** When a failed message of the queue is delivered again, and how one that cannot succeed leaves the queue. */
package org.allowput.lambda.retry;
