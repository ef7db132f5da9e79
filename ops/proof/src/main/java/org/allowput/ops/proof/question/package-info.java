/** One question for the solver, and its answer. */
package org.allowput.ops.proof.question;
