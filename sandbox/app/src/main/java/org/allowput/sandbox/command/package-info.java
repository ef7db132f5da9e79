/** Commands of bin/sandbox. */
package org.allowput.sandbox.command;
