/** The formats of events, and the change of an object that each describes. */
@NullMarked
package org.allowput.contract.event;

import org.jspecify.annotations.NullMarked;
