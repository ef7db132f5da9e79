/** Execution environments, the pools that start and end them, and the versions of the function that they run. */
@NullMarked
package org.allowput.host.environment;

import org.jspecify.annotations.NullMarked;
