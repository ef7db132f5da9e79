/** The requests to the source and to the target, and the state that S3 reports. */
@NullMarked
package org.allowput.lambda.s3;

import org.jspecify.annotations.NullMarked;
