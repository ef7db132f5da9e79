/** Commands that show, stop and continue the function. */
package org.allowput.ops.control;
