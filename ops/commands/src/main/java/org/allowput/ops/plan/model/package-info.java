/** What limits a load, what it costs, and which settings suffice for it. */
@NullMarked
package org.allowput.ops.plan.model;

import org.jspecify.annotations.NullMarked;
