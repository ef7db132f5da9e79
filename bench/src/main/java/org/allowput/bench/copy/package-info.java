/** Copies a workload with this project's function and with other programs, and measures what each takes. */
@NullMarked
package org.allowput.bench.copy;

import org.jspecify.annotations.NullMarked;
