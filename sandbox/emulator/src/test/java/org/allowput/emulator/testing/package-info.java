/** What the tests of several modules use: waiting, and the documents that tests compare with. */
package org.allowput.emulator.testing;
