/** Commands that stop, continue and roll back the function. */
@NullMarked
package org.allowput.ops.control;

import org.jspecify.annotations.NullMarked;
