/** Measures parts of the copy that only their own package sees. */
@NullMarked
package org.allowput.lambda.copy;

import org.jspecify.annotations.NullMarked;
