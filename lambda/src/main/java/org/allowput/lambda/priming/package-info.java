/** Copies objects on the loopback interface before SnapStart takes its snapshot. */
package org.allowput.lambda.priming;
