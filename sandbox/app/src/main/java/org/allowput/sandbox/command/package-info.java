/** Commands of bin/sandbox. */
@NullMarked
package org.allowput.sandbox.command;

import org.jspecify.annotations.NullMarked;
