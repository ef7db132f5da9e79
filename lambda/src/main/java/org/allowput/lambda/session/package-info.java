/** The clients, and the copies that share one session of the role. */
package org.allowput.lambda.session;
