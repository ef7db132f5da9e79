/** What all commands share: options, help, exit codes, errors and output. */
@NullMarked
package org.allowput.ops.cli;

import org.jspecify.annotations.NullMarked;
