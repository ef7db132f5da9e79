/** The scheduled comparison of both buckets, and the role for copying what was there before. */
@NullMarked
package org.allowput.infra.reconcile;

import org.jspecify.annotations.NullMarked;
