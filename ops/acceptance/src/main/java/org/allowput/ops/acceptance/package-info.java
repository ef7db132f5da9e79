/** Deploys into two accounts, checks what only AWS can show, measures, and removes everything again. */
@NullMarked
package org.allowput.ops.acceptance;

import org.jspecify.annotations.NullMarked;
