package org.allowput.infra.monitoring;

import software.amazon.awscdk.services.cloudwatch.IMetric;

/**
 * One alarm: it starts when its metric has been above the threshold for so many periods.
 *
 * @param name in the template, and as words the section of the runbook
 * @param metric of one value for each period
 * @param threshold in the metric's unit
 * @param periods in a row
 * @param description what the alarm means, and what to do first
 * @param isKept whether the alarm keeps its state while its metric has no data; otherwise it ends
 */
public record AlarmDefinition(
        String name, IMetric metric, int threshold, int periods, String description, boolean isKept) {
    /** Of a metric that has no data where nothing fails. */
    AlarmDefinition(String name, IMetric metric, int threshold, int periods, String description) {
        this(name, metric, threshold, periods, description, false);
    }
}
