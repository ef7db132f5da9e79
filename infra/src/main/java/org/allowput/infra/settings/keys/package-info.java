/** Which keys are copied and what they are called, and the search for two keys that become one. */
@NullMarked
package org.allowput.infra.settings.keys;

import org.jspecify.annotations.NullMarked;
