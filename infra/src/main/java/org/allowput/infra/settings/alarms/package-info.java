/** The settings of the alarms of both accounts. */
package org.allowput.infra.settings.alarms;
