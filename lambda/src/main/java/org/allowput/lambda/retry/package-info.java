/**
 * This package decides what happens to a message of the queue that failed: it is delivered again after a delay, or it
 * is sent to the dead-letter queue. It sends the requests to SQS for that, and none of them fails a copy.
 *
 * <p>Read {@link FailedMessageScheduler} first. The package may use these packages of the module: copy, events,
 * failure.
 */
package org.allowput.lambda.retry;
