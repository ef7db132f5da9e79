/**
 * This package answers requests as S3 and STS do, on the loopback interface, for as long as the function is primed. It
 * has no object and stores none: it makes the bytes that are read, and discards those that are written.
 *
 * <p>Read {@link LoopbackServices} first. The package uses no other package of the module.
 */
package org.allowput.lambda.loopback;
