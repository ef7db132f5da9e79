/** Reads the JSON of events without loss. */
package org.allowput.contract.json;
