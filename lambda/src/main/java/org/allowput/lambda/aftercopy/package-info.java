/** What the function does with a source object when its copy is confirmed. */
@NullMarked
package org.allowput.lambda.aftercopy;

import org.jspecify.annotations.NullMarked;
