@NullMarked
package org.allowput.lambda.retry;

import org.jspecify.annotations.NullMarked;
