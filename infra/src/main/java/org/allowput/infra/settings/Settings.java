package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.account.DefaultBuckets;
import org.allowput.infra.settings.account.GrantSetting;
import org.allowput.infra.settings.account.JobSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.function.AlarmSettings;
import org.allowput.infra.settings.function.EncryptionSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.LogSettings;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.PollerSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.function.ReconcileSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.keys.KeySettings;
import org.allowput.infra.settings.reading.ContextOverrides;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.InvalidSettingsException;
import org.allowput.infra.settings.reading.SettingDescription;
import org.allowput.infra.settings.reading.SettingsCatalog;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.settings.value.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one deployment, validated. docs/settings.md describes each.
 *
 * @param name by which an account tells its deployments apart
 * @param target account A's side
 * @param source account B's side
 * @param furtherSources other accounts that account A trusts, which deploy their own stacks
 * @param optIns permissions of the role beyond putting objects, and options of its sessions
 * @param trigger how the function receives the events of the source bucket
 * @param previousTrigger the trigger that the stack was deployed with before, while the trigger changes; otherwise
 *     empty
 * @param selection which objects are copied, and to which keys
 * @param function the function of account B
 * @param largeObjects the workflow for objects that are larger than one invocation copies
 * @param queue the queue between bucket and function
 * @param pollers provisioned pollers of the queue; empty for those that Lambda chooses
 * @param network how the function reaches AWS
 * @param encryption customer managed KMS keys
 * @param logs the function's log
 * @param alarms the alarms and whom they notify
 * @param backfill copying of older objects
 * @param receipts receipts of copied objects
 * @param reconcile the comparison on a schedule
 * @param tags tags of every resource of both stacks
 */
public record Settings(
        DeploymentName name,
        TargetSettings target,
        SourceSettings source,
        List<TrustedAccount> furtherSources,
        OptIns optIns,
        Trigger trigger,
        Optional<Trigger> previousTrigger,
        Selection selection,
        ReplicationFunctionSettings function,
        LargeObjectSettings largeObjects,
        QueueSettings queue,
        Optional<PollerSettings> pollers,
        NetworkSettings network,
        EncryptionSettings encryption,
        LogSettings logs,
        AlarmSettings alarms,
        JobSettings backfill,
        ReceiptSettings receipts,
        ReconcileSettings reconcile,
        SortedMap<String, String> tags) {
    /**
     * Reads the context of the CDK app. Its {@code replication} object contains the settings; or a list of such objects
     * contains those of several deployments. A context value whose name is the path of a setting, as {@code cdk -c
     * queue.batchSize=5} sets it, overrides the value in that object, or in each.
     *
     * @param environment the environment variables, of which those with ExternalIds are validated; an ExternalId is not
     *     a setting
     * @throws InvalidSettingsException if there is any error; its message lists all
     */
    public static List<Settings> read(Map<String, ?> context, Map<String, String> environment) {
        SettingsErrors errors = new SettingsErrors(ContextOverrides.SETTINGS);
        List<Settings> deployments = new ArrayList<>();
        @Nullable Object configured = ContextOverrides.apply(context);
        if (configured instanceof List<?> list && !list.isEmpty()) {
            for (Object item : list) {
                SettingsErrors own = new SettingsErrors("%s[%d]".formatted(errors.root(), deployments.size()));
                deployments.add(read(item, environment, own));
                errors.addAll(own);
            }
        } else {
            deployments.add(read(configured, environment, errors));
        }
        new DeploymentsValidator(deployments, errors).validate();
        errors.throwIfAny();
        return List.copyOf(deployments);
    }

    private static Settings read(@Nullable Object configured, Map<String, String> environment, SettingsErrors errors) {
        Settings settings =
                read(new SettingsReader(GrantSetting.apply(configured, errors), errors, new SettingsCatalog()));
        new SettingsValidator(settings, errors).validate();
        ExternalIdSyntax.validate(settings, environment, errors);
        return settings;
    }

    /** The descriptions of all settings, in the order in which they are read. */
    public static List<SettingDescription> descriptions() {
        SettingsCatalog catalog = new SettingsCatalog();
        read(new SettingsReader(Map.of(), new SettingsErrors(ContextOverrides.SETTINGS), catalog));
        return catalog.descriptions();
    }

    private static Settings read(SettingsReader reader) {
        DeploymentName name = reader.value(
                "name",
                DeploymentName.TYPE,
                new DefaultValue<>(DeploymentName.DEFAULT, "none"),
                "Tells [several deployments](#several-deployments) of the same accounts and Regions apart");
        DefaultBuckets buckets = DefaultBuckets.read(reader, name);
        TargetSettings target = TargetSettings.read(reader.object("target"), name, buckets);
        SourceSettings source = SourceSettings.read(reader.object("source"), buckets);
        List<TrustedAccount> furtherSources = reader.list("furtherSources", TrustedAccount::readFurther);
        OptIns optIns = OptIns.read(reader.object("optIns"));
        Trigger trigger = reader.value(
                "trigger", Trigger.TYPE, Trigger.SQS, "How the function receives events: [triggers](#triggers)");
        Optional<Trigger> previousTrigger = reader.optional(
                "previousTrigger",
                Trigger.TYPE,
                "none",
                "Keeps the previous trigger working while it [changes](deploy.md#changing-the-trigger)");
        Selection selection = KeySettings.read(reader, source.requiredTag());
        LargeObjectSettings largeObjects =
                LargeObjectSettings.read(reader.object("largeObjects"), name, buckets, source);
        ReplicationFunctionSettings function = ReplicationFunctionSettings.read(
                reader.object("function"), name, source.region(), largeObjects.enabled());
        SettingsReader queueReader = reader.object("queue");
        boolean concurrencyIsSet = queueReader.has("functionConcurrency");
        QueueSettings queue = QueueSettings.read(queueReader, function.timeout());
        Optional<PollerSettings> pollers = PollerSettings.read(reader.object("pollers"), concurrencyIsSet);
        NetworkSettings network = NetworkSettings.read(reader.object("network"));
        EncryptionSettings encryption = EncryptionSettings.read(reader.object("encryption"));
        LogSettings logs = LogSettings.read(reader.object("logs"));
        AlarmSettings alarms = AlarmSettings.read(reader.object("alarms"));
        JobSettings backfill = JobSettings.readBackfill(reader.object("backfill"), buckets, source);
        ReceiptSettings receipts = ReceiptSettings.read(reader.object("receipts"), buckets, source);
        Selection copied = receipts.deliverTo()
                .map(prefix -> KeySettings.deliveringTo(prefix, selection, reader))
                .orElse(selection);
        ReconcileSettings reconcile = ReconcileSettings.read(reader.object("reconcile"));
        SortedMap<String, String> tags = ResourceTags.read(reader.object("tags"));
        reader.rejectUnknown();
        return new Settings(
                name,
                target,
                source,
                furtherSources,
                optIns,
                trigger,
                previousTrigger,
                copied,
                function,
                largeObjects,
                queue,
                pollers,
                network,
                encryption,
                logs,
                alarms,
                backfill,
                receipts,
                reconcile,
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

    /** The opt-ins that are set, and write-once, separated by commas; {@code none} without any. */
    public String optInNames() {
        SortedSet<String> names = optIns.names();
        if (target.writeOnce()) {
            names.add("writeOnce");
        }
        return names.isEmpty() ? "none" : String.join(",", names);
    }

    /** Whether the functions read the tags of objects, and are notified of their changes. */
    public boolean readsTags() {
        return optIns.replicateTags() || selection.requiresTag();
    }

    /** The role in account A that account B assumes. */
    public RoleName assumedRole() {
        return source.trusted().roleIn(target);
    }
}
