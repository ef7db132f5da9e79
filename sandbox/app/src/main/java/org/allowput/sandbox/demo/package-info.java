/** The demo: files put as account B, and compared as account A. */
@NullMarked
package org.allowput.sandbox.demo;

import org.jspecify.annotations.NullMarked;
