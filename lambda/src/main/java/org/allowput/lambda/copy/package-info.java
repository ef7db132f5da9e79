/**
 * Copies one object of any size from the source bucket to the target bucket: reads it as the source account, writes it
 * with the target account's role, and reads the source's state again before the copy counts as done.
 */
package org.allowput.lambda.copy;
