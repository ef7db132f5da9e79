/** This computer: its tools, processes, ports, TLS certificates and private files. */
@NullMarked
package org.allowput.emulator.local;

import org.jspecify.annotations.NullMarked;
