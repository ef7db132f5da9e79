/**
 * Resolves CloudFormation templates for concrete values of their parameters: names and ARNs of resources, their
 * policies, and what they are expected to grant. What it does not know it refuses, with the path, also what AWS would
 * accept. It may use {@code policy}, whose {@code IntrinsicFunctions} evaluate the functions. Begin with
 * {@link org.allowput.ops.proof.template.ResolvedTemplate}.
 */
package org.allowput.ops.proof.template;
