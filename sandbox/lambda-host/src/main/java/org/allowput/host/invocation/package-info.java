/** Invocations and their results, with the errors that Lambda itself reports. */
package org.allowput.host.invocation;
