/** Copies a workload with this project's function and with other programs, and measures what each takes. */
package org.allowput.bench.copy;
