/**
 * This package extends the SDK's clients: one class counts their requests, the other one keeps the chosen signature
 * schemes.
 *
 * <p>Read {@link RequestCounter} first. The package uses no other package of the module.
 */
package org.allowput.lambda.http;
