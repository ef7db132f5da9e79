/**
 * This package copies one object: it reads the source as account B, writes the target with the role of account A, and
 * reads the source again before the copy counts. How an attempt ended is an {@link Outcome}. It knows neither events
 * nor queues, and sends requests through s3 and multipart only.
 *
 * <p>Read {@link ObjectCopier} first. The package may use these packages of the module: multipart, s3, checksum,
 * failure, report, variables.
 */
package org.allowput.lambda.copy;
