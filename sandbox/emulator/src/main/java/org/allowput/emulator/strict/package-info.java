/** The refusals of AWS that the emulators lack, decided from a request, the limits of S3 and the caller's policies. */
package org.allowput.emulator.strict;
