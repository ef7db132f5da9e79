/** The source bucket and the events that it sends. */
@NullMarked
package org.allowput.infra.trigger;

import org.jspecify.annotations.NullMarked;
