/** S3 and STS on the loopback, to copy to and from before a snapshot is taken. */
package org.allowput.lambda.loopback;
