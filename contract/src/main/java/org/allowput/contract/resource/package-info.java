/**
 * This package reads files that are packed with a class.
 *
 * <p>Read {@link ResourceFile} first. The package uses no other package of the module.
 */
package org.allowput.contract.resource;
