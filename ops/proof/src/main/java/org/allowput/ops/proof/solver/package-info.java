/**
 * A decision over all requests: the evaluator decides one of each class of requests that policies tell apart. What is
 * not decided by classes is approximated, so that an Allow with it counts and a Deny with it does not.
 */
package org.allowput.ops.proof.solver;
