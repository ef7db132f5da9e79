/** Puts one object in parts. */
@NullMarked
package org.allowput.lambda.multipart;

import org.jspecify.annotations.NullMarked;
