/** The servers that the function copies from and to. */
@NullMarked
package org.allowput.bench.server;

import org.jspecify.annotations.NullMarked;
