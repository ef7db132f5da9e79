/** What was acknowledged, written down for whoever compares the source bucket with it later. */
@NullMarked
package org.allowput.lambda.receipt;

import org.jspecify.annotations.NullMarked;
