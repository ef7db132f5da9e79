/** The workflow that copies objects that are too large for one invocation. */
@NullMarked
package org.allowput.infra.large;

import org.jspecify.annotations.NullMarked;
