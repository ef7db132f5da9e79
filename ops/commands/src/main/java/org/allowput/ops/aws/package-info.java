/** AWS as the commands see it: credentials, clients, stacks and queues. */
package org.allowput.ops.aws;
