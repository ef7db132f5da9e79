/** Assumes the role of the target account: session, credentials and session policy. */
package org.allowput.lambda.role;
