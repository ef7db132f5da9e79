/**
 * A small resolver of CloudFormation templates for concrete values of their parameters. It refuses everything that it
 * does not know, with the path: whatever AWS would make of it.
 */
package org.allowput.ops.proof.template;
