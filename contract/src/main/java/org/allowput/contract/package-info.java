/** What more than one module must know, stated once. It depends on no other module and no library. */
@NullMarked
package org.allowput.contract;

import org.jspecify.annotations.NullMarked;
