/** What AWS charges and permits, and what copies take of both: the home of each price and quota. */
@NullMarked
package org.allowput.ops.plan.price;

import org.jspecify.annotations.NullMarked;
