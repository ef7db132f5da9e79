/** Alarms, their recipients, and the dashboard. */
@NullMarked
package org.allowput.infra.monitoring;

import org.jspecify.annotations.NullMarked;
