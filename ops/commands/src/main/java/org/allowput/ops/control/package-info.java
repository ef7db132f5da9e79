/** Commands that stop, continue and roll back the function. */
package org.allowput.ops.control;
