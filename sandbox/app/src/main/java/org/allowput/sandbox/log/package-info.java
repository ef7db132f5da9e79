/** The function's log as data: what the Lambda host wrote to a file, read while it grows or afterwards. */
@NullMarked
package org.allowput.sandbox.log;

import org.jspecify.annotations.NullMarked;
