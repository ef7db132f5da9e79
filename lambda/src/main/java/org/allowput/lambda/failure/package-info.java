/** Classifies what can be thrown while an object is copied: side, cause and remedy. */
@NullMarked
package org.allowput.lambda.failure;

import org.jspecify.annotations.NullMarked;
