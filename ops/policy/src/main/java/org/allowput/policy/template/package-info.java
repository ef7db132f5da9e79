/**
 * Reads CloudFormation templates and evaluates their intrinsic functions with known values, for callers that say what
 * the names of parameters and resources stand for: the proof of access does so by names and ARNs, infra's tests by
 * placeholders. It depends on nothing else of this project. What it does not know it refuses, with the path, also what
 * AWS would accept. Begin with {@link org.allowput.policy.template.IntrinsicFunctions}.
 */
package org.allowput.policy.template;
