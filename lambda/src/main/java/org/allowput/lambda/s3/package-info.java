/**
 * This package sends the requests to the source bucket and to the target bucket, and reads what S3 answers. The source
 * is only read, and the target is only written: the role cannot read it.
 *
 * <p>Read {@link S3Source} first, then {@link S3Target}. The package may use these packages of the module: checksum,
 * failure, variables.
 */
package org.allowput.lambda.s3;
