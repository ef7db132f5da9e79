/** The handlers that Lambda calls. */
@NullMarked
package org.allowput.lambda;

import org.jspecify.annotations.NullMarked;
