/** What a Lambda host is configured with. */
@NullMarked
package org.allowput.host.settings;

import org.jspecify.annotations.NullMarked;
