/**
 * A CloudFormation template, its functions evaluated as far as they are known before deployment, and what it means to
 * grant.
 */
package org.allowput.ops.proof.template;
