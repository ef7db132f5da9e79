package org.allowput.infra.monitoring;

import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;

/**
 * One alarm: it starts when its metric has been above the threshold for so many periods; or not above it, if missing
 * data breaches it.
 *
 * @param name in the template, and as words the section of the runbook
 * @param metric of one value for each period
 * @param threshold in the metric's unit
 * @param periods in a row
 * @param description what the alarm means, and what to do first
 * @param missing what the alarm does while its metric has no data
 */
public record AlarmDefinition(
        String name, IMetric metric, long threshold, int periods, String description, TreatMissingData missing) {
    /** Of a metric that has no data where nothing fails. */
    AlarmDefinition(String name, IMetric metric, long threshold, int periods, String description) {
        this(name, metric, threshold, periods, description, TreatMissingData.NOT_BREACHING);
    }

    /** Of a metric that counts what must not happen once. */
    AlarmDefinition(String name, IMetric metric, String description) {
        this(name, metric, 0, 1, description);
    }
}
