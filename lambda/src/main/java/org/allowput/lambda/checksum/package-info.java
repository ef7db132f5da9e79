/** Checksums that S3 stores with objects: how they are computed, combined and handed to the target. */
package org.allowput.lambda.checksum;
