/** One invocation: decides on each event, runs the copies, and reports what happened. */
@NullMarked
package org.allowput.lambda.replication;

import org.jspecify.annotations.NullMarked;
