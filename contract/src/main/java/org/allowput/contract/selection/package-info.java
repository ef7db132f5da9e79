/** What is copied, and to which key. */
@NullMarked
package org.allowput.contract.selection;

import org.jspecify.annotations.NullMarked;
