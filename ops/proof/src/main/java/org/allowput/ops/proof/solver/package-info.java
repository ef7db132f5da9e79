/** Any request and any deployment as formulas, and the solver that decides claims about them. */
package org.allowput.ops.proof.solver;
