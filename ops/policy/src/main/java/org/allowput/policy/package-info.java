/**
 * Evaluates a request by the policies that concern it, as AWS documents it: one request of the strict S3, or those of
 * all classes that the prover tries.
 *
 * <p>Not modelled: policies of an organization (SCP, RCP), of a VPC endpoint, and access control lists. A policy that
 * uses what this package does not know is a {@link org.allowput.policy.PolicyException}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
package org.allowput.policy;
