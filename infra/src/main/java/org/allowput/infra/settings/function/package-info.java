/** The function and what is deployed around it. */
package org.allowput.infra.settings.function;
