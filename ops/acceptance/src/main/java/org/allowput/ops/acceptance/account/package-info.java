/** The two accounts of an acceptance run, and the names of what is created in them. */
@NullMarked
package org.allowput.ops.acceptance.account;

import org.jspecify.annotations.NullMarked;
