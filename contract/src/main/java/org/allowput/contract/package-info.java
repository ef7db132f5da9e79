/**
 * This module states once what more than one module must know: the names that the function, the stacks and the commands
 * share. It depends on no other module, and on no library but a JSON parser.
 *
 * <p>Read {@link FunctionVariable} first, then {@link StackOutput} and {@link FunctionMetric}. The package may use
 * these packages of the module: json.
 */
package org.allowput.contract;
