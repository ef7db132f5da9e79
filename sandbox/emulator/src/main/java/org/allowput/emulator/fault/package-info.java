/** A proxy in front of an emulator that does to requests and answers what networks, S3 and other writers do. */
package org.allowput.emulator.fault;
