/** AWS emulators that run as processes on this computer, and the accounts in them. */
package org.allowput.emulator;
