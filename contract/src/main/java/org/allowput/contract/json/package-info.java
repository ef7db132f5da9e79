/**
 * This package reads the JSON of events strictly, within limits of size and depth, and writes the JSON documents of
 * this product.
 *
 * <p>Read {@link EventJson} first. The package uses no other package of the module.
 */
package org.allowput.contract.json;
