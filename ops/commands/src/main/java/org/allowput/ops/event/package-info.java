/** Test events for the objects of a deployment. */
package org.allowput.ops.event;
