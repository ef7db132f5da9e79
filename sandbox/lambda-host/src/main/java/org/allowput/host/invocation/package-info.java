/** Invocations and their results, with the errors that Lambda itself reports. */
@NullMarked
package org.allowput.host.invocation;

import org.jspecify.annotations.NullMarked;
