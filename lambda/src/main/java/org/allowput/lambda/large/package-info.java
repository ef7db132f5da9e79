/**
 * The workflow for objects that are larger than one invocation copies: how an event is handed over, what the tasks of
 * the workflow do, and what they store in between.
 */
package org.allowput.lambda.large;
