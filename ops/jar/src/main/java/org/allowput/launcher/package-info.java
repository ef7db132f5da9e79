/** Starts the commands from their jar. It is compiled for older JDKs than they are. */
package org.allowput.launcher;
