/** The function's settings, read from environment variables. */
@NullMarked
package org.allowput.lambda.settings;

import org.jspecify.annotations.NullMarked;
