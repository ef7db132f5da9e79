/** The checks: what is expected, what was seen, and how long it took. */
package org.allowput.ops.acceptance.check;
