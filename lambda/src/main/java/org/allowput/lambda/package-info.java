/** The handlers that Lambda calls. */
package org.allowput.lambda;
