/**
 * A small resolver of CloudFormation templates for concrete values of their parameters. It refuses everything that it
 * does not know, with the path, also what AWS would accept.
 */
package org.allowput.ops.proof.template;
