package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.ResourceArn;

/**
 * The alarms and whom they notify.
 *
 * @param topic the ARN of the SNS topic to notify; empty for none
 * @param email the email address to notify; empty for none
 * @param oldestMessage minutes that a message may wait
 * @param lag minutes from the change of an object to its copy, for 99 of 100 objects
 * @param objectsGone how many objects may be gone before they were copied, in five minutes
 * @param objectsPerDay how many objects may be copied in a day; empty for any number
 * @param waitingHours how long an object may wait for the required tag
 * @param runbook the location of the runbook; an alarm's description appends the section
 */
public record AlarmSettings(
        Optional<String> topic,
        Optional<String> email,
        int oldestMessage,
        int lag,
        int objectsGone,
        Optional<Integer> objectsPerDay,
        int waitingHours,
        String runbook) {
    /** Of the repository and of a release, where no other location is set. */
    public static final String DEFAULT_RUNBOOK = "docs/operations.md";

    /**
     * An absolute address, or the default. The description of an alarm, of which it is a part, has 1,024 characters.
     */
    public static final String RUNBOOK_PATTERN = "docs/operations\\.md|https?://[!-\"$-~]{1,400}";

    private static final SettingType<String> LOCATION = SettingType.matching(
            RUNBOOK_PATTERN, "an address such as https://example.com/operations, without spaces and #");

    public static AlarmSettings read(SettingsReader reader) {
        AlarmSettings alarms = new AlarmSettings(
                reader.optional(
                        "topicArn",
                        ResourceArn.TOPIC_TYPE,
                        "none: no notification",
                        "The topic that the alarms notify"),
                reader.optional(
                        "email",
                        SettingType.email(),
                        "none: no notification",
                        "The address that the alarms notify. The recipient has to confirm a link"),
                reader.value(
                        "oldestMessageMinutes",
                        SettingType.integer(1, 10_000, "minutes"),
                        30,
                        "How long a message may wait, or fail, before an alarm"),
                reader.value(
                        "lagMinutes",
                        SettingType.integer(1, 10_000, "minutes"),
                        15,
                        "How long 99 of 100 objects may take from their change to their copy before an alarm"),
                reader.value(
                        "objectsGone",
                        SettingType.integer(0, 2_000_000_000, "objects").forExperts(),
                        0,
                        "An alarm when more objects are [gone](operations.md#objects-gone) before they "
                                + "were copied, in five minutes"),
                reader.optional(
                        "objectsPerDay",
                        SettingType.integer(1, 2_000_000_000, "objects").forExperts(),
                        "none: no alarm",
                        "An alarm when more objects are copied in a day:"
                                + " [cost](cost.md#the-highest-possible-bill)"),
                reader.value(
                        "waitingHours",
                        SettingType.integer(1, 10_000, "hours"),
                        24,
                        "How long an object may wait for its tag before an alarm, with `reconcile.schedule`"),
                reader.value(
                        "runbook",
                        LOCATION.forExperts(),
                        DEFAULT_RUNBOOK,
                        "The address of the runbook, to which the alarms' descriptions append the section"));
        reader.rejectUnknown();
        return alarms;
    }
}
