/**
 * This package starts executions of the Step Functions workflow for large objects, and has the tasks of that workflow.
 * One task runs per invocation. What it leaves for later tasks is stored in a bucket of account B, as a state of Step
 * Functions holds 256 KiB only.
 *
 * <p>Read {@link CopyTasks} first. {@link Executions} starts the workflow. The package may use these packages of the
 * module: copy, multipart, s3, failure.
 */
package org.allowput.lambda.large;
