/** Where one object is on its way from the source bucket to the target bucket. */
@NullMarked
package org.allowput.ops.where;

import org.jspecify.annotations.NullMarked;
