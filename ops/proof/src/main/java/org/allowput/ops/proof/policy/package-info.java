/** The policies of a template: statements, and the roles and resources that have them. */
@NullMarked
package org.allowput.ops.proof.policy;

import org.jspecify.annotations.NullMarked;
