/**
 * A CloudFormation template, its functions evaluated as far as they are known before deployment, and what it means to
 * grant.
 */
@NullMarked
package org.allowput.ops.proof.template;

import org.jspecify.annotations.NullMarked;
