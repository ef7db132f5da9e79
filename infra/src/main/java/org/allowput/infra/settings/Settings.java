package org.allowput.infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.infra.settings.alarms.AlarmSettings;
import org.allowput.infra.settings.function.Encryption;
import org.allowput.infra.settings.function.LambdaSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.Logs;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.allowput.infra.settings.sourceaccount.BackfillSettings;
import org.allowput.infra.settings.sourceaccount.KeySettings;
import org.allowput.infra.settings.sourceaccount.OperationsSettings;
import org.allowput.infra.settings.sourceaccount.ReceiptSettings;
import org.allowput.infra.settings.sourceaccount.Reconcile;
import org.allowput.infra.settings.sourceaccount.SourceSettings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import org.allowput.infra.settings.targetaccount.OptIns;
import org.allowput.infra.settings.targetaccount.TargetSettings;
import org.allowput.infra.settings.targetaccount.TrustedAccount;

/**
 * The settings of one deployment, validated, with their defaults. Each component has the name and the place that it has
 * in {@code settings.schema.json}, which describes it.
 *
 * @param name of the deployment, by which an account and Region can have several; empty for the default one
 * @param variables the values of the settings that the functions read, by the variable that names the setting
 */
public record Settings(
        Optional<String> name,
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
        OperationsSettings operations,
        BackfillSettings backfill,
        ReceiptSettings receipts,
        Reconcile reconcile,
        SortedMap<String, String> tags,
        Map<FunctionVariable, String> variables) {

    /** The name that something has in this deployment. */
    public String named(String base) {
        return name.map(own -> base + "-" + own).orElse(base);
    }

    /** Which objects are copied, and to which keys. */
    public Selection selection() {
        Selection selection = new Selection(rules());
        return receipts.deliverTo().map(selection::deliveringTo).orElse(selection);
    }

    List<KeyRule> rules() {
        return keys.stream().map(rule -> rule.rule(source.requiredTag())).toList();
    }

    /** Every account that the target account trusts: the source account, then the others. */
    public List<TrustedAccount> trusted() {
        return Stream.concat(Stream.of(source.trusted()), furtherSources.stream())
                .toList();
    }

    /** Those of an account's function and of its workflow's function, if they are agreed. */
    public List<String> roleNames(TrustedAccount trusted) {
        Optional<String> ofWorkflow = trusted.roleName().map(LargeObjectSettings::roleName);
        return Stream.concat(trusted.roleName().stream(), ofWorkflow.stream().filter(name -> largeObjects.enabled()))
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
        String names = all.keySet().stream().filter(all::get).sorted().collect(Collectors.joining(","));
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
        String ofSource = source.keyPrefix().orElse("");
        return receipts.deliverTo()
                .filter(prefix -> prefix.startsWith(ofSource))
                .map(prefix -> trusted.keyPrefix().orElse(ofSource) + prefix.substring(ofSource.length()));
    }

    /** The role in account A that account B assumes. */
    public String assumedRole() {
        return source.trusted().role(target);
    }

    public String functionName() {
        return named("ReplicateObjects");
    }

    /** The name of the EventBridge rule for the source bucket's events, which the function may read. */
    public String sourceRuleName() {
        return functionName() + "-source";
    }

    /** The name of the schedule of looks at the source bucket, by which the proof knows it from that of comparisons. */
    public String sourceLookName() {
        return functionName() + "-source-look";
    }

    /** Of the workflow and of its function. */
    public String workflowName() {
        return functionName() + "-large-objects";
    }
}
