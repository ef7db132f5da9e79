/** What the function tells people: one line a fact in the log, and metrics. */
package org.allowput.lambda.report;
