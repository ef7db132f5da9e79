/**
 * This package runs one invocation. It decides about each event, runs the copies, writes receipts, logs how each event
 * ended, and returns a result for each delivery. The tasks of the workflow for large objects run here, too, as they
 * decide and report in the same way.
 *
 * <p>Read {@link Replication} first, then {@link EventDecision} and {@link CopyExecutor}. The package may use these
 * packages of the module: session, settings, large, copy, multipart, s3, failure, retry, events, report, http.
 */
package org.allowput.lambda.replication;
