/** Assumes the role of the target account: session, credentials and session policy. */
@NullMarked
package org.allowput.lambda.role;

import org.jspecify.annotations.NullMarked;
