/** What a run has created, and its removal. */
@NullMarked
package org.allowput.ops.acceptance.cleanup;

import org.jspecify.annotations.NullMarked;
