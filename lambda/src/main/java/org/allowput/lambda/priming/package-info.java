/**
 * This package copies objects on the loopback interface before SnapStart takes its snapshot, so that the snapshot holds
 * loaded classes and compiled code. It runs the same code as an invocation and sends nothing to a bucket, a role or a
 * queue, except a HEAD request to the source bucket after each round.
 *
 * <p>Read {@link Priming} first. The package may use these packages of the module: replication, session, settings,
 * copy, report, loopback, http.
 */
package org.allowput.lambda.priming;
