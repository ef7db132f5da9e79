/** What the tests of several modules use: waiting, and the documents that tests compare with. */
@NullMarked
package org.allowput.emulator.testing;

import org.jspecify.annotations.NullMarked;
