/**
 * The proof of least privilege: an SMT solver decides over all possible requests what the policies of a CloudFormation
 * template allow.
 *
 * <p>Read it in this order: {@link org.allowput.ops.proof.TrustProof}, {@link org.allowput.ops.proof.SessionProof},
 * {@link org.allowput.ops.proof.SourceProof} with {@link org.allowput.ops.proof.FunctionProof} and
 * {@link org.allowput.ops.proof.InvokerProof}, and {@link org.allowput.ops.proof.SourceEventsProof} state what is
 * proven; {@link org.allowput.ops.proof.PolicyEvaluation} is how IAM evaluates a policy,
 * {@link org.allowput.ops.proof.Patterns} how it compares, {@link org.allowput.ops.proof.SymbolicRequest} any request
 * and {@link org.allowput.ops.proof.Deployment} any deployment, as formulas. The other classes read the template and
 * call the solver.
 */
@NullMarked
package org.allowput.ops.proof;

import org.jspecify.annotations.NullMarked;
