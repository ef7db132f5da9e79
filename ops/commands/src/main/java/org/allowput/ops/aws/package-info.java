/** AWS as the commands see it: credentials, clients, stacks and queues. */
@NullMarked
package org.allowput.ops.aws;

import org.jspecify.annotations.NullMarked;
