/** Assumes the role of the target account. */
package org.allowput.lambda.role;
