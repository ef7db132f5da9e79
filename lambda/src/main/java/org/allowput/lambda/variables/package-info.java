/**
 * This package reads environment variables as texts, numbers and flags, and collects what is wrong with them. Each
 * record of options, such as {@code CopyOptions}, reads its own components with it.
 *
 * <p>Read {@link VariableReader} first. The package uses no other package of the module.
 */
package org.allowput.lambda.variables;
