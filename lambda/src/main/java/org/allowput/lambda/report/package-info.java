/**
 * This package writes the log and the metrics of the function as JSON lines. It knows no object, no event and no AWS
 * client.
 *
 * <p>Read {@link Log} first. The package uses no other package of the module.
 */
package org.allowput.lambda.report;
