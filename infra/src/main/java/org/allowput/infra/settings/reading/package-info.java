/** Reads settings from JSON and collects the errors. */
@NullMarked
package org.allowput.infra.settings.reading;

import org.jspecify.annotations.NullMarked;
