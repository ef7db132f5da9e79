/**
 * This package names the executions of the workflow for large objects and the documents that describe their progress.
 * The function writes them, and {@code bin/where} reads them.
 *
 * <p>Read {@link CopyPlan} first. The package may use these packages of the module: event, json, object.
 */
package org.allowput.contract.large;
