/** The files that a run leaves, without names, numbers or ids of accounts. */
@NullMarked
package org.allowput.ops.acceptance.protocol;

import org.jspecify.annotations.NullMarked;
