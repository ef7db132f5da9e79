/**
 * This package reads the settings of the function from its environment variables, once, when an execution environment
 * starts. A wrong value fails the initialization with the name of its variable.
 *
 * <p>Read {@link FunctionSettings} first. The package may use these packages of the module: copy, s3, variables.
 */
package org.allowput.lambda.settings;
