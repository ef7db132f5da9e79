/** This computer: its tools, processes, ports, TLS certificates and private files. */
package org.allowput.emulator.local;
