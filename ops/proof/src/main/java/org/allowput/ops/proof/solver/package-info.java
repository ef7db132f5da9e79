/**
 * A decision over all requests: the evaluator decides one of each class of requests that policies tell apart. What
 * classes do not decide is undecided: it is tried whether it is met, and whether it is not.
 */
package org.allowput.ops.proof.solver;
