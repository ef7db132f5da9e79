/** What all commands share: options, help, exit codes, errors and output. */
package org.allowput.ops.cli;
