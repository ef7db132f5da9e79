/** The function with its role, variables, queue and metrics. */
package org.allowput.infra.function;
