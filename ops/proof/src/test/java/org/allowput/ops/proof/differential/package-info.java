/** The prover and the evaluator of one request compared, on random policies, on the templates, and on their mutants. */
@NullMarked
package org.allowput.ops.proof.differential;

import org.jspecify.annotations.NullMarked;
