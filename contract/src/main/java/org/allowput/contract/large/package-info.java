/** What the workflow for large objects leaves for those who watch it. */
@NullMarked
package org.allowput.contract.large;

import org.jspecify.annotations.NullMarked;
