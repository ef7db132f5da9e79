/** Invocations and their results, with the errors that Lambda itself reports. */
@NullMarked
package org.allowput.sandbox.host.invocation;

import org.jspecify.annotations.NullMarked;
