/** The requests to the source and to the target, and the state that S3 reports. */
package org.allowput.lambda.s3;
