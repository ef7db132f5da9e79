/** Records that are too many for memory: read from files that S3 has written, sorted by their keys, and merged. */
package org.allowput.ops.records;
