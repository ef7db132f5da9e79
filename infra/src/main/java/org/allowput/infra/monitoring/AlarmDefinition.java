package org.allowput.infra.monitoring;

import org.allowput.infra.construct.PackagedFile;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    private static final JsonNode DECLARED = JsonMapper.shared().valueToTree(PackagedFile.yaml("/alarms.yaml"));

    /** As {@code alarms.yaml} declares it. */
    static AlarmDefinition declared(String name, IMetric metric) {
        JsonNode alarm = DECLARED.required(name);
        return new AlarmDefinition(
                name,
                metric,
                alarm.path("Threshold").asLong(0),
                alarm.path("EvaluationPeriods").asInt(1),
                alarm.required("AlarmDescription").asString(),
                TreatMissingData.valueOf(alarm.path("TreatMissingData").asString("NOT_BREACHING")));
    }

    /** With what the settings decide, and what the description states in the place of a {@code %}. */
    AlarmDefinition with(long newThreshold, int newPeriods, Object stated) {
        return new AlarmDefinition(name, metric, newThreshold, newPeriods, description.formatted(stated), missing);
    }
}
