/** AWS emulators that run as processes on this computer, and the accounts in them. */
@NullMarked
package org.allowput.emulator;

import org.jspecify.annotations.NullMarked;
