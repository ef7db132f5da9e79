/** The function's settings, read from environment variables. */
package org.allowput.lambda.settings;
