/**
 * This package decides which objects are copied, and to which key. The function, the notification's filter and the
 * commands ask the same object.
 *
 * <p>Read {@link Selection} first. The package may use these packages of the module: json.
 */
package org.allowput.contract.selection;
