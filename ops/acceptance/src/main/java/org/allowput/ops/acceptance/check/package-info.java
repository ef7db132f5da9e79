/** The checks: what is expected, what was seen, and how long it took. */
@NullMarked
package org.allowput.ops.acceptance.check;

import org.jspecify.annotations.NullMarked;
