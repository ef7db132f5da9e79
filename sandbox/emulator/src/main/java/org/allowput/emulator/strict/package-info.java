/** What AWS refuses and the emulators accept: decided from a request, the limits of S3 and the caller's policies. */
package org.allowput.emulator.strict;
