/** Plans a load: what limits it, which settings suffice, what it costs. */
@NullMarked
package org.allowput.ops.plan;

import org.jspecify.annotations.NullMarked;
