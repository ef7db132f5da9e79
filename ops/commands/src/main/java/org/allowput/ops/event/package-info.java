/** Test events for the objects of a deployment. */
@NullMarked
package org.allowput.ops.event;

import org.jspecify.annotations.NullMarked;
