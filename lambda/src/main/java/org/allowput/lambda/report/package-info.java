/** What the function tells people: one line a fact in the log, and metrics. */
@NullMarked
package org.allowput.lambda.report;

import org.jspecify.annotations.NullMarked;
