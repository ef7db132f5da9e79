/**
 * This package reads the bytes of an invocation into deliveries and change events, and writes the response in the
 * format of the sender. It recognises each trigger by the content of the event, and sends no request.
 *
 * <p>Anything that it does not understand is a failure that says what was seen. It never means that there is nothing to
 * do. Read {@link EventReader} first. The package uses no other package of the module.
 */
package org.allowput.lambda.events;
