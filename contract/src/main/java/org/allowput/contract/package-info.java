/**
 * What more than one module must know, stated once. It depends on no other module, and on no library but a parser of
 * JSON.
 */
package org.allowput.contract;
