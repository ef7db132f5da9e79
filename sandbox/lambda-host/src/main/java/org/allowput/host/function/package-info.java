/**
 * The function as it is deployed: its configuration and code, read from the Lambda API, and the credentials of its
 * role.
 */
package org.allowput.host.function;
