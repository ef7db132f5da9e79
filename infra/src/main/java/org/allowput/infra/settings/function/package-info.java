/** The function and what is deployed around it. */
@NullMarked
package org.allowput.infra.settings.function;

import org.jspecify.annotations.NullMarked;
