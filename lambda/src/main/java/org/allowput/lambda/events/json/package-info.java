/** Reads the JSON of events without loss. */
@NullMarked
package org.allowput.lambda.events.json;

import org.jspecify.annotations.NullMarked;
