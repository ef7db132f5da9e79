/** Reads settings from JSON and collects the errors. */
package org.allowput.infra.settings.reading;
