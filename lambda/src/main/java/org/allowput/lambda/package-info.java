/**
 * This package has the two handlers that Lambda calls: one for events, one for the tasks of the workflow for large
 * objects. They are the only classes that know Lambda's runtime: its context, its streams and the hooks of SnapStart.
 *
 * <p>Read {@link ReplicationHandler} first. The package may use these packages of the module: priming, replication,
 * session, settings, large, copy, report.
 */
package org.allowput.lambda;
