/**
 * This package chooses the checksum by which the target verifies a PUT, and computes and combines CRCs. It sends no
 * request.
 *
 * <p>Read {@link Verification} first. The package uses no other package of the module.
 */
package org.allowput.lambda.checksum;
