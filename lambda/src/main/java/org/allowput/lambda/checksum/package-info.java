/** Checksums that S3 stores with objects: how they are computed, combined and handed to the target. */
@NullMarked
package org.allowput.lambda.checksum;

import org.jspecify.annotations.NullMarked;
