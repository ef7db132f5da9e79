/** One version of an object, and the checksum that S3 has stored with it. */
@NullMarked
package org.allowput.contract.object;

import org.jspecify.annotations.NullMarked;
