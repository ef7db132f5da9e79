/** The settings of the functions and their queue: size, network, encryption and logs. */
package org.allowput.infra.settings.function;
