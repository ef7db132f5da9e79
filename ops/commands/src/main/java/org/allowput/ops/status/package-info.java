/** What waits, what fails and what runs. */
@NullMarked
package org.allowput.ops.status;

import org.jspecify.annotations.NullMarked;
