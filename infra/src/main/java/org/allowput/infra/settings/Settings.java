package org.allowput.infra.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;

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
        FunctionSettings function,
        QueueSettings queue,
        NetworkSettings network,
        Encryption encryption,
        Logs logs,
        AlarmSettings alarms,
        Operations operations,
        Backfill backfill,
        ReceiptSettings receipts,
        Reconcile reconcile,
        SortedMap<String, String> tags,
        Map<FunctionVariable, String> variables) {

    /** Account A's side. The grant has said all: each of its values is in the place of its setting. */
    public record TargetSettings(
            String account,
            Region region,
            String bucketName,
            boolean bucketExists,
            boolean bucketShared,
            boolean writeOnce,
            String roleName,
            Optional<String> kmsKeyArn,
            Optional<String> permissionsBoundaryArn,
            TargetAlarmSettings alarms) {}

    /** What account A watches by itself, if it gives an address. Callers are absent until account A knows them. */
    public record TargetAlarmSettings(String email, int quietHours, Optional<String> callers) {
        public Optional<String> address() {
            return Settings.address(email);
        }

        public List<String> expectedCallers() {
            return listed(callers);
        }
    }

    /**
     * Account B's side.
     *
     * @param externalIdRevision A published version of a function keeps its environment, and CloudFormation publishes
     *     another version only if the template changes; the value of a parameter is not in the template. This number
     *     is, so that incrementing it publishes a version with a new ExternalId
     */
    public record SourceSettings(
            String account,
            Optional<String> roleName,
            Optional<String> organizationId,
            Optional<String> keyPrefix,
            boolean requireMfa,
            Region region,
            String bucketName,
            boolean bucketExists,
            boolean bucketIsTargetToo,
            boolean bucketShared,
            Optional<String> kmsKeyArn,
            Optional<String> requiredTag,
            SequencedSet<String> callers,
            Optional<String> permissionsBoundaryArn,
            int externalIdRevision) {
        /** Account B, as account A trusts it. */
        public TrustedAccount trusted() {
            return new TrustedAccount(account, roleName, organizationId, keyPrefix, requireMfa);
        }

        /** Whether this deployment is the one that claims the bucket as a source. */
        public boolean claimsBucket() {
            return !bucketShared && !bucketIsTargetToo;
        }
    }

    /** An account that may put objects into the target bucket, with its own ExternalId. */
    public record TrustedAccount(
            String account,
            Optional<String> roleName,
            Optional<String> organizationId,
            Optional<String> keyPrefix,
            boolean requireMfa) {
        /**
         * Whether account A creates a role for this account alone: a role has the same permissions for every principal
         * that assumes it.
         */
        public boolean hasOwnRole() {
            return keyPrefix.isPresent();
        }

        /** The role that this account assumes. */
        public String role(TargetSettings target) {
            return hasOwnRole() ? target.roleName() + "-" + account : target.roleName();
        }
    }

    /** Permissions of the role beyond putting objects, each as one named statement. */
    public record OptIns(boolean replicateTags, ReplicatedDeletions replicateDeletes) {}

    /** How the function receives the events of the source bucket. */
    public enum Trigger {
        /** Bucket, queue, function: the default. */
        SQS,
        /** Bucket, function. Each event is one invocation. When it fails, Lambda sends the event to the queue. */
        S3,
        /** Bucket, EventBridge, queue, function. Leaves the bucket's notification configuration to others. */
        EVENTBRIDGE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which objects one rule copies, and to which keys. */
    public record KeySettings(
            List<String> include,
            List<String> exclude,
            String stripPrefix,
            String addPrefix,
            long minBytes,
            long maxBytes) {
        /** The rule. @throws IllegalArgumentException if two keys could become one, or no size is allowed */
        KeyRule rule(Optional<String> requiredTag) {
            return new KeyRule(
                    include.stream().map(KeyPattern::new).toList(),
                    exclude.stream().map(KeyPattern::new).toList(),
                    new SizeRange(minBytes, maxBytes),
                    stripPrefix,
                    addPrefix,
                    requiredTag.map(RequiredTag::parse),
                    "");
        }
    }

    /** The workflow that copies objects which are larger than one invocation copies. */
    public record LargeObjectSettings(boolean enabled, int thresholdMiB, int rangeMiB) {
        /** MiB per second that one invocation is expected to copy. */
        static final int PACE = FunctionVariable.EXPECTED_MIB_PER_SECOND.byDefault();

        /** Days, the unit of S3, that suffice for a copy by one invocation, which ends within 15 minutes. */
        public static final int ONE_INVOCATION_DAYS = 1;
        /**
         * Days that results are kept: longer than a copy may take, 6 days, the timeout of the workflow, which is twice
         * what the largest object takes in 16 ranges at 12 MiB/s.
         */
        public static final int RESULT_DAYS = 6 + ONE_INVOCATION_DAYS;

        /**
         * The name of the role of the workflow's function, of at most 64 characters, by that of the function's role.
         */
        public static String roleName(String name) {
            String end = "-large-objects";
            return name.substring(0, Math.min(name.length(), 64 - end.length())) + end;
        }

        /** MiB of the largest object that the function has the time for. */
        static int largest(int timeoutSeconds) {
            return PACE * (timeoutSeconds - FunctionVariable.TIME_RESERVE_SECONDS.byDefault());
        }

        /** MiB of a part: a range has whole ones. An object of more than 10,000 of them has larger parts. */
        public int partMiB() {
            return Math.min(FunctionVariable.PART_SIZE_MIB.byDefault(), rangeMiB);
        }

        /**
         * Days that the parts of incomplete uploads in account A are kept: longer than the longest copy.
         *
         * @see <a
         *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html">
         *     Incomplete uploads</a>
         */
        public int keptDays() {
            return enabled ? RESULT_DAYS : ONE_INVOCATION_DAYS;
        }
    }

    public record FunctionSettings(
            FunctionArchitecture architecture,
            boolean snapStart,
            int memoryMiB,
            int timeoutSeconds,
            Optional<Integer> reservedConcurrency) {}

    /** https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html */
    public enum FunctionArchitecture {
        ARM64,
        X86_64;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record QueueSettings(int batchSize, int functionConcurrency) {
        /**
         * Seconds between the end of a function that times out and the next delivery of its messages:
         * docs/guarantees.md, When a worker dies.
         */
        private static final int MARGIN = 30;

        /**
         * Seconds to wait for a full batch, without which Lambda accepts batches of at most 10:
         * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
         */
        public int batchWindow() {
            return batchSize > 10 ? 1 : 0;
        }

        /** Objects of one invocation that are copied at a time. */
        public int concurrentCopies() {
            return Math.min(batchSize, FunctionVariable.MAX_CONCURRENT_COPIES.most());
        }

        /** Seconds until a message is delivered again whose function ended without a response. */
        public int visibilityTimeout(FunctionSettings function) {
            return function.timeoutSeconds() + batchWindow() + MARGIN;
        }
    }

    /**
     * How the functions reach AWS. The SDK reads HTTP_PROXY for a proxy that it connects to by HTTP, for endpoints of
     * both kinds, and HTTPS_PROXY only where the code says that the proxy itself speaks TLS.
     *
     * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">Variables for endpoints</a>
     * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-config-proxy-support.html">
     *     Variables for a proxy</a>
     */
    public record NetworkSettings(
            Optional<String> subnetIds, Optional<String> securityGroupIds, Optional<String> proxyUrl, boolean fips) {
        public List<String> subnets() {
            return listed(subnetIds);
        }

        public List<String> securityGroups() {
            return listed(securityGroupIds);
        }

        public boolean isInVpc() {
            return subnetIds.isPresent();
        }

        /** The environment variables that the SDK reads. */
        public Map<String, String> variables() {
            Map<String, String> variables = new TreeMap<>();
            proxyUrl.ifPresent(url -> variables.put("HTTP_PROXY", url));
            if (fips) {
                variables.put("AWS_USE_FIPS_ENDPOINT", "true");
            }
            return variables;
        }
    }

    /** Of what account B's stack stores besides objects. */
    public record Encryption(Optional<String> kmsKeyArn) {}

    public record Logs(int retentionDays) {}

    /** The alarms and whom they notify. */
    public record AlarmSettings(Optional<String> topicArn, String email, int lagMinutes, String runbook) {
        public Optional<String> address() {
            return Settings.address(email);
        }
    }

    /** The bucket for what account B's functions and jobs keep. */
    public record Operations(String bucketName, boolean bucketExists) {}

    /** Jobs of S3 Batch Operations that copy objects which were in the source bucket before the deployment. */
    public record Backfill(boolean enabled) {}

    /** Receipts of copied objects, which bin/reconcile compares with the source bucket. */
    public record ReceiptSettings(boolean enabled, int keptDays, Optional<String> deliverTo) {
        /** Whether the function writes receipts at all. */
        public boolean areWritten() {
            return enabled || deliverTo.isPresent();
        }
    }

    /** The comparison of bin/reconcile as a function on a schedule, if there is one. */
    public record Reconcile(Optional<String> schedule, boolean requeue) {}

    /** An email address has to be given, or said to be absent. */
    private static Optional<String> address(String email) {
        return Optional.of(email).filter(address -> !address.equals("none"));
    }

    private static List<String> listed(Optional<String> withCommas) {
        return withCommas.map(all -> List.of(all.split(","))).orElse(List.of());
    }

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

    /** Of the workflow and of its function. */
    public String workflowName() {
        return functionName() + "-large-objects";
    }
}
