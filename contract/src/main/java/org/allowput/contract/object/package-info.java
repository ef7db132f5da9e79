/**
 * This package describes one version of an object as S3 reports it: its headers, its metadata and its stored checksum.
 * It has no bytes and sends no request.
 *
 * <p>Read {@link SourceState} first. The package uses no other package of the module.
 */
package org.allowput.contract.object;
