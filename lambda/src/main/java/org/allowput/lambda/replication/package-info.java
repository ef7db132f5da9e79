/** One invocation: decides on each event, runs the copies, and reports what happened. */
package org.allowput.lambda.replication;
