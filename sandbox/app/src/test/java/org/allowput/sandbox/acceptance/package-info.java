/** {@code bin/acceptance} against the emulator. */
@NullMarked
package org.allowput.sandbox.acceptance;

import org.jspecify.annotations.NullMarked;
