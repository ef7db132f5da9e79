/** The formats of events, and the change of an object that each describes. */
@NullMarked
package org.allowput.lambda.events.format;

import org.jspecify.annotations.NullMarked;
