/**
 * A local stand-in for the AWS Lambda service: it reads back the function that CloudFormation deployed, runs its zip in
 * AWS's own Java runtime client in child JVMs, and serves them the Lambda Runtime API.
 */
@NullMarked
package org.allowput.sandbox.host;

import org.jspecify.annotations.NullMarked;
