/** The two accounts, their buckets, and what one grants the other. */
@NullMarked
package org.allowput.infra.settings.account;

import org.jspecify.annotations.NullMarked;
