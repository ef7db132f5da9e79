package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.schema.InvalidSettingsException;
import org.allowput.infra.settings.schema.SettingsContext;
import org.allowput.infra.settings.schema.SettingsErrors;
import org.allowput.infra.settings.section.AlarmSettings;
import org.allowput.infra.settings.section.KeySettings;
import org.allowput.infra.settings.section.LambdaSettings;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.allowput.infra.settings.section.NetworkSettings;
import org.allowput.infra.settings.section.QueueSettings;
import org.allowput.infra.settings.section.ReceiptSettings;
import org.allowput.infra.settings.section.SourceSettings;
import org.allowput.infra.settings.section.TargetSettings;
import org.allowput.infra.settings.section.TrustedAccount;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.Trigger;
import tools.jackson.databind.JsonNode;

/**
 * The settings of one deployment, validated, with their defaults. Each component has the name and the place that it has
 * in {@code settings.schema.json}, which describes it.
 */
public record Settings(
        Optional<DeploymentName> name,
        TargetSettings target,
        SourceSettings source,
        List<TrustedAccount> furtherSources,
        OptIns optIns,
        Trigger trigger,
        Optional<Trigger> previousTrigger,
        List<KeySettings> keys,
        LargeObjectSettings largeObjects,
        LambdaSettings function,
        QueueSettings queue,
        NetworkSettings network,
        Encryption encryption,
        Logs logs,
        AlarmSettings alarms,
        Operations operations,
        Backfill backfill,
        ReceiptSettings receipts,
        Reconcile reconcile,
        SortedMap<String, String> tags) {
    /** Jobs of S3 Batch Operations that copy objects which were in the source bucket before the deployment. */
    public record Backfill(boolean enabled) {}

    /** The bucket for what account B's functions and jobs keep. */
    public record Operations(String bucketName, boolean bucketExists) {}

    /** Permissions of the role beyond putting objects, each as one named statement. */
    public record OptIns(boolean replicateTags, ReplicatedDeletions replicateDeletes) {}

    /** Of what account B's stack stores besides objects. */
    public record Encryption(Optional<String> kmsKeyArn) {}

    /** The comparison of bin/reconcile as a function on a schedule, if there is one. */
    public record Reconcile(Optional<String> schedule, boolean requeue) {}

    /** The functions' logs. */
    public record Logs(int retentionDays) {}

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
        SettingsErrors errors = new SettingsErrors(SettingsContext.SETTINGS);
        List<JsonNode> configured = SettingsContext.deployments(context);
        List<Settings> deployments = new ArrayList<>();
        boolean isList = context.get(SettingsContext.SETTINGS) instanceof List;
        for (int index = 0; index < configured.size(); index++) {
            SettingsErrors own = new SettingsErrors(isList ? errors.root() + "[" + index + "]" : errors.root());
            new SettingsReader(own).read(configured.get(index), environment).ifPresent(deployments::add);
            errors.addAll(own);
        }
        if (deployments.size() == configured.size()) {
            new DeploymentsValidator(deployments, errors).validate();
        }
        errors.throwIfAny();
        return List.copyOf(deployments);
    }

    /** The name of the deployment, which may be the default one. */
    public DeploymentName deploymentName() {
        return name.orElse(DeploymentName.DEFAULT);
    }

    /** Which objects are copied, and to which keys. */
    public Selection selection() {
        Selection selection = new Selection(rules());
        return receipts.deliverTo().map(selection::deliveringTo).orElse(selection);
    }

    List<KeyRule> rules() {
        return keys.stream().map(rule -> rule.rule(source.clearance())).toList();
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
        Map<String, Boolean> all = Map.of(
                "replicateDeletes", optIns.replicateDeletes().areReplicated(),
                "replicateTags", optIns.replicateTags(),
                "writeOnce", target.writeOnce());
        String names = all.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(","));
        return names.isEmpty() ? "none" : names;
    }

    /** Whether the functions read the tags of objects, and are notified of their changes. */
    public boolean readsTags() {
        return optIns.replicateTags() || source.requiredTag().isPresent();
    }

    /**
     * Below which an account puts its receipts into the target bucket: {@code receipts.deliverTo}, with the account's
     * own key prefix in the place of that of account B.
     */
    public Optional<String> deliveriesPrefix(TrustedAccount trusted) {
        String ofSource = source.trusted().keyPrefix().orElse("");
        return receipts.deliverTo()
                .filter(prefix -> prefix.startsWith(ofSource))
                .map(prefix -> trusted.keyPrefix().orElse(ofSource) + prefix.substring(ofSource.length()));
    }

    /** The role in account A that account B assumes. */
    public String assumedRole() {
        return source.trusted().role(target);
    }

    /** The name of the function. */
    public String functionName() {
        return deploymentName().appendedTo(LambdaSettings.DEFAULT_NAME);
    }

    /** The name of the workflow and of its function. */
    public String workflowName() {
        return functionName() + "-large-objects";
    }
}
