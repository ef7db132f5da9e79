/** HTTP servers on the loopback interface, and the JSON that they send and receive. */
package org.allowput.host.http;
