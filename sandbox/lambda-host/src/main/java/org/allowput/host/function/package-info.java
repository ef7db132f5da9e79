/**
 * The function as it is deployed: its configuration and code, read from the Lambda API, and the credentials of its
 * role.
 */
@NullMarked
package org.allowput.host.function;

import org.jspecify.annotations.NullMarked;
