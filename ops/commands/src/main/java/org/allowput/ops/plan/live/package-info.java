/** What a deployment does, may do, and is set to, for a plan. */
@NullMarked
package org.allowput.ops.plan.live;

import org.jspecify.annotations.NullMarked;
