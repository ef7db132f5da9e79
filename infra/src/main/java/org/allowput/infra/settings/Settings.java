package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.account.DeploymentSettings;
import org.allowput.infra.settings.account.GrantSetting;
import org.allowput.infra.settings.account.JobSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetAlarmSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.function.AlarmSettings;
import org.allowput.infra.settings.function.EncryptionSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.LogSettings;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.function.ReconcileSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.keys.KeySettings;
import org.allowput.infra.settings.reading.ContextOverrides;
import org.allowput.infra.settings.reading.InvalidSettingsException;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsErrors;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.reading.Values;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.settings.value.Trigger;
import org.jspecify.annotations.Nullable;

/** The settings of one deployment, validated. docs/settings.md describes each. */
public final class Settings extends Values {
    private static final SettingsGroup TRIGGERS = new SettingsGroup("");

    /** How the function receives the events of the source bucket. */
    public static final Setting<Trigger> TRIGGER = TRIGGERS.setting("trigger", Trigger.TYPE)
            .byDefault(Trigger.SQS, "How the function receives events: [triggers](#triggers)");
    /** The trigger that the stack was deployed with before, while the trigger changes; otherwise empty. */
    public static final Setting<Optional<Trigger>> PREVIOUS_TRIGGER = TRIGGERS.setting("previousTrigger", Trigger.TYPE)
            .optional("none", "Keeps the previous trigger working while it [changes](deploy.md#changing-the-trigger)");

    /** Those of which there is one object or none each, and between them those of items. */
    private static final List<SettingsGroup> GROUPS = List.of(
            DeploymentSettings.GROUP,
            TargetSettings.GROUP,
            TargetAlarmSettings.GROUP,
            SourceSettings.GROUP,
            TrustedAccount.FURTHER_GROUP,
            OptIns.GROUP,
            TRIGGERS,
            KeySettings.GROUP,
            LargeObjectSettings.GROUP,
            ReplicationFunctionSettings.GROUP,
            QueueSettings.GROUP,
            NetworkSettings.GROUP,
            EncryptionSettings.GROUP,
            LogSettings.GROUP,
            AlarmSettings.GROUP,
            JobSettings.BACKFILL_GROUP,
            ReceiptSettings.GROUP,
            ReconcileSettings.GROUP,
            ResourceTags.GROUP);
    /** Of several objects, or of names that the user chooses. */
    private static final Set<SettingsGroup> OF_ITEMS =
            Set.of(TrustedAccount.FURTHER_GROUP, KeySettings.GROUP, ResourceTags.GROUP);

    private final List<TrustedAccount> furtherSources;
    private final Selection selection;
    private final SortedMap<String, String> tags;

    private Settings(
            Values values, List<TrustedAccount> furtherSources, Selection selection, SortedMap<String, String> tags) {
        super(values);
        this.furtherSources = furtherSources;
        this.selection = selection;
        this.tags = tags;
    }

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
        List<String> paths = declarations().stream().map(Setting::path).toList();
        SettingsReader reader = new SettingsReader(GrantSetting.apply(configured, errors), errors, paths);
        Settings settings = read(reader);
        reader.rejectUnknown();
        new ObjectValidator(settings, errors).validate();
        new SettingsValidator(settings, errors).validate();
        ExternalIdSyntax.validate(settings, environment, errors);
        return settings;
    }

    /** All settings, in the order in which they are read. */
    public static List<Setting<?>> declarations() {
        return GROUPS.stream()
                .<Setting<?>>flatMap(group -> group.settings().stream())
                .toList();
    }

    private static Settings read(SettingsReader reader) {
        Values values = new Values();
        GROUPS.stream().filter(group -> !OF_ITEMS.contains(group)).forEach(group -> reader.read(group, values));
        List<TrustedAccount> furtherSources = reader.list("furtherSources", TrustedAccount::further);
        Selection selection = KeySettings.read(reader, values.get(SourceSettings.REQUIRED_TAG));
        Selection copied = values.get(ReceiptSettings.DELIVER_TO)
                .map(prefix -> KeySettings.deliveringTo(prefix, selection, reader))
                .orElse(selection);
        return new Settings(values, furtherSources, copied, ResourceTags.read(reader.object("tags")));
    }

    /** Other accounts that account A trusts, which deploy their own stacks. */
    public List<TrustedAccount> furtherSources() {
        return furtherSources;
    }

    /** Which objects are copied, and to which keys. */
    public Selection selection() {
        return selection;
    }

    /** Of every resource of both stacks. */
    public SortedMap<String, String> tags() {
        return tags;
    }

    /** Account B, as account A trusts it. */
    public TrustedAccount source() {
        return SourceSettings.TRUSTED.of(this);
    }

    public BucketName sourceBucket() {
        return get(SourceSettings.BUCKET.name());
    }

    public BucketName targetBucket() {
        return get(TargetSettings.BUCKET.name());
    }

    /** Every account that the target account trusts: the source account, then the others. */
    public List<TrustedAccount> trusted() {
        return Stream.concat(Stream.of(source()), furtherSources.stream()).toList();
    }

    /** The trigger, and while it changes the previous one. */
    public List<Trigger> triggers() {
        return Stream.concat(Stream.of(get(TRIGGER)), get(PREVIOUS_TRIGGER).stream())
                .toList();
    }

    /**
     * The triggers that the bucket notifies. S3 takes one destination for an event type, queue or function, besides
     * EventBridge: between these two it is the destination of the new trigger.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">
     *     Overlapping configurations</a>
     */
    public List<Trigger> notifiedTriggers() {
        return triggers().contains(Trigger.EVENTBRIDGE) ? triggers() : List.of(get(TRIGGER));
    }

    /** The opt-ins that are set, and write-once, separated by commas; {@code none} without any. */
    public String optInNames() {
        String names = Stream.concat(OptIns.GROUP.settings().stream(), Stream.of(TargetSettings.WRITE_ONCE))
                .filter(optIn -> get(optIn).equals(true))
                .map(Setting::name)
                .sorted()
                .collect(Collectors.joining(","));
        return names.isEmpty() ? "none" : names;
    }

    /** Whether the functions read the tags of objects, and are notified of their changes. */
    public boolean readsTags() {
        return get(OptIns.REPLICATE_TAGS) || selection.requiresTag();
    }

    /** The role in account A that account B assumes. */
    public RoleName assumedRole() {
        return source().roleIn(this);
    }
}
