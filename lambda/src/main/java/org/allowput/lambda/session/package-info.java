/** The clients, and the copies that share one session of the role. */
@NullMarked
package org.allowput.lambda.session;

import org.jspecify.annotations.NullMarked;
