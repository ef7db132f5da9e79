/**
 * A local stand-in for the AWS Lambda service: it reads the function that CloudFormation deployed, runs its zip with
 * AWS's Java runtime client in child JVMs, and answers Invoke requests. The packages below depend on each other in this
 * order: environment, runtime, settings, function.
 */
package org.allowput.host;
