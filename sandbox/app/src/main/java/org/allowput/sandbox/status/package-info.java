/** How far replication is, shown while it runs. */
@NullMarked
package org.allowput.sandbox.status;

import org.jspecify.annotations.NullMarked;
