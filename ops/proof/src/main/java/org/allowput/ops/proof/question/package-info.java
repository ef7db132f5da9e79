/** One question for the solver, and its answer. */
@NullMarked
package org.allowput.ops.proof.question;

import org.jspecify.annotations.NullMarked;
