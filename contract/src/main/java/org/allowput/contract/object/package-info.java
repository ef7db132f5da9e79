/** One version of an object, and the checksum that S3 has stored with it. */
package org.allowput.contract.object;
