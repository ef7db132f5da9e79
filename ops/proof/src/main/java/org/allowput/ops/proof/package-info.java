/**
 * The proof of least privilege: an SMT solver decides over all possible requests what the policies of a CloudFormation
 * template allow.
 *
 * <p>Read it in this order: {@link org.allowput.ops.proof.TrustProof}, {@link org.allowput.ops.proof.SessionProof},
 * {@link org.allowput.ops.proof.SourceProof} with {@link org.allowput.ops.proof.FunctionProof} and
 * {@link org.allowput.ops.proof.InvokerProof}, and {@link org.allowput.ops.proof.SourceEventsProof} state what is
 * proven; {@link org.allowput.ops.proof.solver.PolicyEvaluation} is how IAM evaluates a policy, {@code Patterns} beside
 * it how IAM compares, {@link org.allowput.ops.proof.solver.SymbolicRequest} any request and {@code SymbolicAccounts}
 * any deployment, as formulas. {@code policy} and {@code template} read the template.
 */
package org.allowput.ops.proof;
