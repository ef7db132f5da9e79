package org.allowput.infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The settings of one deployment, validated. docs/settings.md describes each.
 *
 * @param target account A's side
 * @param source account B's side
 * @param furtherSources other accounts that account A trusts, which deploy their own stacks
 * @param optIns permissions of the role beyond putting objects, and options of its sessions
 * @param trigger how the function receives the events of the source bucket
 * @param previousTrigger the trigger that the stack was deployed with before, while the trigger changes; otherwise
 *     empty
 * @param keys which objects are copied, and to which keys
 * @param function the function of account B
 * @param largeObjects the workflow for objects that are larger than one invocation copies
 * @param queue the queue between bucket and function
 * @param logs the function's log
 * @param alarms the alarms and whom they notify
 * @param backfill copying of older objects
 * @param receipts receipts of copied objects
 * @param tags tags of every resource of both stacks
 */
public record Settings(
        TargetSettings target,
        SourceSettings source,
        List<TrustedAccount> furtherSources,
        OptIns optIns,
        Trigger trigger,
        Optional<Trigger> previousTrigger,
        KeySettings keys,
        ReplicationFunctionSettings function,
        LargeObjectSettings largeObjects,
        QueueSettings queue,
        LogSettings logs,
        AlarmSettings alarms,
        BackfillSettings backfill,
        ReceiptSettings receipts,
        SortedMap<String, String> tags) {
    /**
     * Reads the context of the CDK app. Its {@code replication} object contains the settings. A context value whose
     * name is the path of a setting, as {@code cdk -c queue.batchSize=5} sets it, overrides the value in that object.
     *
     * @param environment the environment variables, of which those with ExternalIds are validated; an ExternalId is not
     *     a setting
     * @throws InvalidSettingsException if there is any error; its message lists all
     */
    public static Settings read(Map<String, ?> context, Map<String, String> environment) {
        SettingsErrors errors = new SettingsErrors();
        Settings settings = read(new SettingsReader(ContextOverrides.apply(context), errors, new SettingsCatalog()));
        new SettingsValidator(settings, errors).validate();
        ExternalIdSyntax.validate(settings, environment, errors);
        errors.throwIfAny();
        return settings;
    }

    /** The descriptions of all settings, in the order in which they are read. */
    public static List<SettingDescription> descriptions() {
        SettingsCatalog catalog = new SettingsCatalog();
        read(new SettingsReader(Map.of(), new SettingsErrors(), catalog));
        return catalog.descriptions();
    }

    private static Settings read(SettingsReader reader) {
        TargetSettings target = TargetSettings.read(reader.object("target"));
        SourceSettings source = SourceSettings.read(reader.object("source"));
        List<TrustedAccount> furtherSources = reader.list("furtherSources", TrustedAccount::readFurther);
        OptIns optIns = OptIns.read(reader.object("optIns"));
        Trigger trigger = reader.value(
                "trigger",
                Trigger.TYPE,
                Trigger.SQS,
                "How the function receives the events of the source bucket. See [triggers](#triggers)");
        Optional<Trigger> previousTrigger = reader.optional(
                "previousTrigger",
                Trigger.TYPE,
                "none",
                "Keeps the previous trigger working while the trigger changes. See [changing the"
                        + " trigger](deploy.md#changing-the-trigger)");
        KeySettings keys = KeySettings.read(reader.object("keys"));
        LargeObjectSettings largeObjects = LargeObjectSettings.read(reader.object("largeObjects"), source);
        ReplicationFunctionSettings function =
                ReplicationFunctionSettings.read(reader.object("function"), source.region(), largeObjects.enabled());
        QueueSettings queue = QueueSettings.read(reader.object("queue"), function.timeout());
        LogSettings logs = LogSettings.read(reader.object("logs"));
        AlarmSettings alarms = AlarmSettings.read(reader.object("alarms"));
        BackfillSettings backfill = BackfillSettings.read(reader.object("backfill"), source);
        ReceiptSettings receipts = ReceiptSettings.read(reader.object("receipts"), source);
        SortedMap<String, String> tags = ResourceTags.read(reader.object("tags"));
        reader.rejectUnknown();
        return new Settings(
                target,
                source,
                furtherSources,
                optIns,
                trigger,
                previousTrigger,
                keys,
                function,
                largeObjects,
                queue,
                logs,
                alarms,
                backfill,
                receipts,
                tags);
    }

    /** Every account that the target account trusts: the source account, then the others. */
    public List<TrustedAccount> trusted() {
        return Stream.concat(Stream.of(source.trusted()), furtherSources.stream())
                .toList();
    }

    /** The trigger, and while it changes the previous one. */
    public List<Trigger> triggers() {
        return Stream.concat(Stream.of(trigger), previousTrigger.stream()).toList();
    }

    /**
     * The triggers that the bucket notifies. S3 takes one destination for an event type, queue or function, besides
     * EventBridge: between these two it is the destination of the new trigger.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">
     *     Overlapping configurations</a>
     */
    public List<Trigger> notifiedTriggers() {
        return triggers().contains(Trigger.EVENTBRIDGE) ? triggers() : List.of(trigger);
    }

    /** The role in account A that account B assumes. */
    public RoleName assumedRole() {
        return source.trusted().roleIn(target);
    }
}
