/**
 * This package makes the AWS clients and assumes the role of the target account. It is the only one that creates
 * clients, and the ExternalId leaves the function in the AssumeRole request only.
 *
 * <p>Read {@link AwsClients} first. The package may use these packages of the module: settings, copy, s3, failure,
 * http.
 */
package org.allowput.lambda.session;
