/** Any request and any deployment as formulas, and the solver that decides claims about them. */
@NullMarked
package org.allowput.ops.proof.solver;

import org.jspecify.annotations.NullMarked;
