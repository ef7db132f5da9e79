/** Reads the JSON of events without loss. */
@NullMarked
package org.allowput.contract.json;

import org.jspecify.annotations.NullMarked;
