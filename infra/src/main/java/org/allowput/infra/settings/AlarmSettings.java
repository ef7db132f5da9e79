package org.allowput.infra.settings;

import java.util.Optional;

/**
 * When people are called.
 *
 * @param topic the ARN of the SNS topic that is told; empty for nobody
 * @param oldestMessage minutes that a message may wait
 * @param lag minutes from the change of an object to its copy, for 99 of 100
 * @param runbook where the runbook is; an alarm's description adds the section
 */
public record AlarmSettings(Optional<String> topic, int oldestMessage, int lag, String runbook) {
    private static final Shape<String> ADDRESS = Shape.of("an address or a path without spaces", text -> {
        Shape.require(!text.isEmpty() && text.chars().noneMatch(Character::isWhitespace), "an address");
        return text;
    });

    static AlarmSettings read(Section section) {
        AlarmSettings alarms = new AlarmSettings(
                section.optional("topicArn", Arn.OF_TOPIC, "none: nobody is told"),
                section.value("oldestMessageMinutes", Shape.number(1, 10_000, "minutes"), 120),
                section.value("lagMinutes", Shape.number(1, 10_000, "minutes"), 15),
                section.value("runbook", ADDRESS, "docs/operations.md"));
        section.end();
        return alarms;
    }
}
