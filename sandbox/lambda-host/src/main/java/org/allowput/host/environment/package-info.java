/** Execution environments, the pools that start and end them, and the versions of the function that they run. */
package org.allowput.host.environment;
