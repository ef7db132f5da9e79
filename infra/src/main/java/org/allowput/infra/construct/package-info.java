/** What several constructs are made of. */
@NullMarked
package org.allowput.infra.construct;

import org.jspecify.annotations.NullMarked;
