/** The servers that the function copies from and to. */
package org.allowput.bench.server;
