/** What is copied, and to which key. */
package org.allowput.contract.selection;
