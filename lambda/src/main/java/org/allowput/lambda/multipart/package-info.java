/**
 * This package copies one version of an object in parts, and compares the combined checksums of the parts with the
 * checksum of the source before the upload is completed. It holds no part in memory.
 *
 * <p>Read {@link MultipartCopier} first. The package may use these packages of the module: s3, checksum, failure.
 */
package org.allowput.lambda.multipart;
