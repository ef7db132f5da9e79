/** The formats of events, and the change of an object that each describes. */
package org.allowput.contract.event;
