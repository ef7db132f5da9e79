/**
 * This package says what the source bucket must send, compares it with what the bucket sends, and names the states of a
 * link on the way to the target bucket. It sends no request.
 *
 * <p>Read {@link EventSubscription} first. The package may use these packages of the module: json.
 */
package org.allowput.contract.connection;
