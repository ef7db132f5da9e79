/** What the function sends, compared with what the templates grant. */
package org.allowput.sandbox.contract;
