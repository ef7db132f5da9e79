/**
 * This package parses the events that S3, SNS, EventBridge and Lambda's destinations send about objects. The result is
 * the same {@link ChangeEvent} for each format. A {@link SourceLook} is what the schedule asks for.
 *
 * <p>Read {@link MessageParser} first, then {@link S3Notification}. The package may use these packages of the module:
 * connection, json.
 */
package org.allowput.contract.event;
