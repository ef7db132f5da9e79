/** What limits a load, what it costs, and which settings suffice for it. */
package org.allowput.ops.plan.model;
