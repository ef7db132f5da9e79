/** The types of single values, each with its syntax. */
@NullMarked
package org.allowput.infra.settings.value;

import org.jspecify.annotations.NullMarked;
