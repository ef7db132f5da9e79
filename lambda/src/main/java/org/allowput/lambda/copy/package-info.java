/**
 * One object's way from the source bucket to the target bucket: read as the source account, written as the target's
 * role, exactly, whatever its size, and looked at again before it counts as done.
 */
@NullMarked
package org.allowput.lambda.copy;

import org.jspecify.annotations.NullMarked;
