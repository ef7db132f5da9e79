/**
 * Bytes in, change events out: what every trigger delivers, recognised by content.
 *
 * <p>One rule above all: what is not understood is a failure that says so, never "nothing to do".
 */
package org.allowput.lambda.events;
