/**
 * This package extends the SDK's clients: it counts their requests, keeps the chosen signature schemes, and buffers
 * what is read from a connection and written to it.
 *
 * <p>Read {@link RequestCounter} first. The package uses no other package of the module.
 */
package org.allowput.lambda.http;
