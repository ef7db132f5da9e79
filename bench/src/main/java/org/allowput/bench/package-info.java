/** What this project costs, beside what its peers and the machine itself do. */
@NullMarked
package org.allowput.bench;

import org.jspecify.annotations.NullMarked;
