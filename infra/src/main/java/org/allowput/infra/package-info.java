/** The CDK app: two stacks, one an account, joined from constructs that each know one thing. */
@NullMarked
package org.allowput.infra;

import org.jspecify.annotations.NullMarked;
