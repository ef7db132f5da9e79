package org.allowput.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.allowput.infra.settings.AlarmSettings;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** When people have to look. Each alarm says what it means, what to do first, and where the runbook goes on. */
final class ReplicationAlarms extends Construct {
    private static final int SECONDS = 60;
    private static final int MILLISECONDS = 60_000;

    private final AlarmSettings settings;
    private final Optional<ITopic> topic;
    private final SequencedMap<String, Alarm> alarms = new LinkedHashMap<>();

    /** @param receipts whether the function writes any */
    ReplicationAlarms(
            Construct scope, String id, AlarmSettings settings, boolean receipts, ReplicationMetrics metrics) {
        super(scope, id);
        this.settings = settings;
        topic = settings.topic().map(arn -> Topic.fromTopicArn(this, "Topic", arn));
        alarm(
                "DeadLetters",
                metrics.deadLetters(),
                0,
                1,
                "Objects could not be copied, and their messages wait in the dead-letter queue for 14 days."
                        + " Read why in the function's log, remove the cause, redrive.");
        alarm(
                "OldestMessage",
                metrics.oldestMessage(),
                settings.oldestMessage() * SECONDS,
                1,
                "A message has waited for more than %d minutes. The function is failing, throttled or too slow:"
                                .formatted(settings.oldestMessage())
                        + " look at its errors, throttles and concurrency.");
        alarm(
                "Errors",
                metrics.errors(),
                0,
                1,
                "The function itself failed: an event it does not understand, a timeout, or too little memory."
                        + " Its log says which; the messages are tried again.");
        alarm(
                "Throttles",
                metrics.throttles(),
                0,
                3,
                "Lambda refuses to start the function: the account's concurrency, or what is reserved, is used up."
                        + " Nothing is lost; copies are late.");
        alarm(
                "AssumeRoleDenied",
                metrics.counted("AssumeRoleDenied"),
                0,
                1,
                "Account A refuses the role: the ExternalId, its trust policy or this account's permission is not what"
                        + " it was. Ask account A what has changed.");
        alarm(
                "ReplicationLag",
                metrics.lag("p99"),
                settings.lag() * MILLISECONDS,
                3,
                "One object in a hundred takes more than %d minutes to arrive. More are uploaded than are copied:"
                                .formatted(settings.lag())
                        + " raise queue.functionConcurrency, unless RequestsThrottled grows, too.");
        if (receipts) {
            alarm(
                    "ReceiptsFailed",
                    metrics.counted("ReceiptsFailed"),
                    0,
                    1,
                    "Objects were copied whose receipts could not be written: bin/reconcile will call them missing."
                            + " Read why in the function's log, remove the cause, and let bin/reconcile --requeue copy"
                            + " them again.");
        }
    }

    /** Of one metric above a limit for so many periods; no data is no trouble. */
    private void alarm(String name, IMetric metric, int above, int periods, String description) {
        Alarm alarm = Alarm.Builder.create(this, name)
                .metric(metric)
                .threshold(above)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(periods)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .alarmDescription(description + " Runbook: " + settings.runbook() + "#" + Runbook.section(name))
                .build();
        topic.ifPresent(told -> alarm.addAlarmAction(new SnsAction(told)));
        alarms.put(name, alarm);
    }

    List<Alarm> all() {
        return List.copyOf(alarms.values());
    }

    boolean has(String name) {
        return alarms.containsKey(name);
    }

    /** The limit of an alarm, as a line across a graph of its metric. */
    HorizontalAnnotation limit(String name) {
        return Objects.requireNonNull(alarms.get(name), "no alarm of that name").toAnnotation();
    }
}
