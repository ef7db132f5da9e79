/** The function: one event in, the objects it names in the target bucket, and an answer that says which are not. */
@NullMarked
package org.allowput.lambda;

import org.jspecify.annotations.NullMarked;
