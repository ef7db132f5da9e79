/** What a run costs, before it starts. */
@NullMarked
package org.allowput.ops.acceptance.cost;

import org.jspecify.annotations.NullMarked;
