/**
 * Policies as formulas, and a decision over all requests. It models what IAM documents; what it only approximates may
 * hold and may not, so that an Allow with it counts and a Deny with it does not.
 */
package org.allowput.ops.proof.solver;
