/** The function with its role, variables, queue and metrics. */
@NullMarked
package org.allowput.infra.function;

import org.jspecify.annotations.NullMarked;
