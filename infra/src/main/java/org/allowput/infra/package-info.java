/** The CDK app: one stack per account, made of the constructs of the packages below. */
@NullMarked
package org.allowput.infra;

import org.jspecify.annotations.NullMarked;
