/**
 * The deployed stacks under load, faults and duplicates, and a look at every object afterwards. Knows the function by
 * what it does to buckets and queues and by what it logs; shares no code with it.
 */
package org.allowput.sandbox.soak;
