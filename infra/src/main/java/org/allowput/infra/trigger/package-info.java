/** The source bucket and the events that it sends. */
package org.allowput.infra.trigger;
