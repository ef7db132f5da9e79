/** The copy of one object: where it goes, and how its bytes get there. */
@NullMarked
package org.allowput.lambda.copy;

import org.jspecify.annotations.NullMarked;
