/** The command that answers questions about what was copied. */
package org.allowput.ops.query;
