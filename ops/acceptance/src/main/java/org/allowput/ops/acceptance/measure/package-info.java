/** Times, durations and costs, beside what the documents predict. */
@NullMarked
package org.allowput.ops.acceptance.measure;

import org.jspecify.annotations.NullMarked;
