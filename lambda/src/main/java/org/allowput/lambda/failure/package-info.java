/**
 * This package classifies everything that can be thrown while an object is copied: which side failed, what the cause
 * is, and what to do about it. It is the only one that reads the status and the error code of an AWS exception; the
 * texts are in {@code errors.json}.
 *
 * <p>Read {@link FailureClassifier} first. The package uses no other package of the module.
 */
package org.allowput.lambda.failure;
