/** What a Lambda host is configured with. */
@NullMarked
package org.allowput.sandbox.host.settings;

import org.jspecify.annotations.NullMarked;
