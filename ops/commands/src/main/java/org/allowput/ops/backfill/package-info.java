/** Creates jobs of S3 Batch Operations that copy the objects that were in the source bucket before. */
package org.allowput.ops.backfill;
