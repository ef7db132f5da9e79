/** A proxy in front of an emulator that refuses what AWS refuses. */
package org.allowput.emulator.proxy;
