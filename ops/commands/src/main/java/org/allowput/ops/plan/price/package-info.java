/** What AWS charges and permits, and what copies take of both: the home of each price and quota. */
package org.allowput.ops.plan.price;
