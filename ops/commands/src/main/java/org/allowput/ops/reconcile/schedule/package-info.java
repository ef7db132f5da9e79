/** The comparison as a Lambda function on a schedule. */
package org.allowput.ops.reconcile.schedule;
