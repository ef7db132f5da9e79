/** What is copied, and the events for it. */
@NullMarked
package org.allowput.bench.workload;

import org.jspecify.annotations.NullMarked;
