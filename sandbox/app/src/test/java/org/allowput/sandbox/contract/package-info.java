/** What the function sends, compared with what the templates grant. */
@NullMarked
package org.allowput.sandbox.contract;

import org.jspecify.annotations.NullMarked;
