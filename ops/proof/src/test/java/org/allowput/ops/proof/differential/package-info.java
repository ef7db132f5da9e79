/** The prover and the evaluator of one request compared, on random policies, on the templates, and on their mutants. */
package org.allowput.ops.proof.differential;
