/** Alarms, their recipients, and the dashboard. */
package org.allowput.infra.monitoring;
