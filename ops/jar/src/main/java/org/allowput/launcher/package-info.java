/** Starts the commands from their jar. It is compiled for older JDKs than they are. */
@NullMarked
package org.allowput.launcher;

import org.jspecify.annotations.NullMarked;
