/** One page about one run: what was copied, how fast, what went wrong, and who may do what. */
@NullMarked
package org.allowput.sandbox.report;

import org.jspecify.annotations.NullMarked;
