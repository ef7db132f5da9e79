/** Copies objects on the loopback interface before SnapStart takes its snapshot. */
@NullMarked
package org.allowput.lambda.priming;

import org.jspecify.annotations.NullMarked;
