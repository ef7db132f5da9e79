/** The vocabulary of the policies: ARNs, actions and conditions. */
@NullMarked
package org.allowput.infra.policy;

import org.jspecify.annotations.NullMarked;
