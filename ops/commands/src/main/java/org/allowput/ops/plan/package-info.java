/** Plans a load: what limits it, which settings suffice, what it costs. */
package org.allowput.ops.plan;
