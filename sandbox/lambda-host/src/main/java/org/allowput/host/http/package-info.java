/** HTTP servers on the loopback interface, and the JSON that they send and receive. */
@NullMarked
package org.allowput.host.http;

import org.jspecify.annotations.NullMarked;
