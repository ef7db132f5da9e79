/** Commands that operators run against AWS. */
@NullMarked
package org.allowput.ops;

import org.jspecify.annotations.NullMarked;
