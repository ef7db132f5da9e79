/**
 * This package decides over all requests whether policies allow one. {@link Question} says which requests are asked
 * for, {@link Prover} searches for one of them, and {@link AttributeValues} and {@link TextClasses} give the values
 * that it has to try. Begin with {@code Prover}.
 *
 * <p>The search has no model of IAM of its own. It lets the evaluator of {@link org.allowput.policy} decide a request
 * of which nothing is known. When the evaluator reads an attribute, it throws
 * {@link org.allowput.policy.Request.Undecided}; the search then tries one value of each class that the policies tell
 * apart. So it reaches each path that the evaluator can take.
 *
 * <p>An example: a role shall only put objects below {@code in/} of the bucket {@code t}, and its policy allows
 * {@code s3:*} on {@code arn:aws:s3:::t/in*}. The question is
 *
 * <pre>{@code
 * Question.allowed(role, policies)     // requests that the role's policies allow,
 *         .excluding(expected)         // without s3:PutObject on arn:aws:s3:::t/in/*
 * }</pre>
 *
 * <ol>
 *   <li>The evaluator reads the action. The policies compare it with {@code s3:*} and {@code s3:PutObject}, which makes
 *       three classes: {@code s3:PutObject}, all other actions of S3, such as {@code s3:GetObject}, and all other
 *       actions.
 *   <li>With {@code s3:PutObject}, it reads the resource. {@code t/in*} and {@code t/in/*} make three classes: below
 *       {@code t/in/}, other names that begin with {@code t/in}, and the rest.
 *   <li>Below {@code t/in/}, the expected policy allows the request, too, so that it does not answer the question. With
 *       {@code arn:aws:s3:::t/in}, only the role's policy allows it: this request is the counterexample.
 * </ol>
 *
 * <p>Nothing else is read, such as the address of the caller, so that nothing else has to be tried: if no class had
 * answered the question, no request would. Where policies compare what classes of texts do not decide, such as dates
 * and sets, the condition itself is undecided: the search tries that it is met, and that it is not, and what it finds
 * is reported as {@code UNDECIDED}.
 */
package org.allowput.ops.proof.solver;
