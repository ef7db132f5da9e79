/** What is copied, and the events for it. */
package org.allowput.bench.workload;
