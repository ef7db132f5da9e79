package org.allowput.infra.policy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.IamPattern;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyDocument;

/** The policies of roles, as {@code policies.yaml} declares them. */
public final class Policies {
    private static final Map<String, Object> DECLARED = PackagedFile.yaml("/policies.yaml");

    private Policies() {}

    /**
     * Of one role.
     *
     * @param own the ARNs that the settings do not have, by the names of their references
     * @param sections whose statements it has
     */
    public static PolicyDocument of(Settings settings, Map<String, ?> own, String... sections) {
        Map<String, Object> values = values(settings);
        values.putAll(own);
        List<Object> statements = Stream.of(sections)
                .flatMap(section -> PackagedFile.existing(Objects.requireNonNull(DECLARED.get(section)), values))
                .toList();
        return PolicyDocument.fromJson(Map.of("Version", "2012-10-17", "Statement", statements));
    }

    private static Map<String, Object> values(Settings settings) {
        Map<String, Object> values = new TreeMap<>();
        List<String> prefixes = settings.selection().prefixes();
        List<String> patterns = prefixes.stream().map(IamPattern::startingWith).toList();
        if (!prefixes.contains("")) {
            values.put("SourcePrefixes", patterns.size() == 1 ? patterns.getFirst() : patterns);
        }
        String source = settings.source().bucketName();
        values.put(
                "SourceObjects",
                prefixes.stream().map(prefix -> Arns.objects(source, prefix)).toList());
        values.put("Partition", Aws.PARTITION);
        values.put("URLSuffix", Aws.URL_SUFFIX);
        values.put("StackRegion", Aws.REGION);
        values.put("TargetRegion", settings.target().region());
        values.put("TargetRole", Arns.role(settings.target().account(), settings.assumedRole()));
        values.put("SourceAccount", settings.source().account());
        values.put("SourceRegion", settings.source().region());
        values.put("SourceBucket", Arns.bucket(settings.source().bucketName()));
        values.put("OperationsBucket", Arns.bucket(settings.operations().bucketName()));
        values.put("ReceiptKeys", IamPattern.startingWith(Receipts.PREFIX));
        values.put("ResultKeys", IamPattern.startingWith(CopyPlan.PREFIX));
        values.put("BackfillKeys", IamPattern.startingWith(OperationsPrefix.BACKFILL));
        values.put("StateMachine", Arns.stateMachine(settings));
        values.put("Executions", Arns.executions(settings));
        settings.source().kmsKeyArn().ifPresent(key -> values.put("SourceKey", key));
        settings.encryption().kmsKeyArn().ifPresent(key -> values.put("QueueKey", key));
        settings.target()
                .kmsKeyArn()
                .ifPresentOrElse(key -> values.put("TargetKey", key), () -> values.put("NoTargetKey", true));
        values.putAll(PackagedFile.holding(Map.of(
                "AllKeys", prefixes.contains(""),
                "ReplicateTags", settings.optIns().replicateTags(),
                "ReplicateDeletes", settings.optIns().replicateDeletes().areReplicated(),
                "WriteOnce", settings.target().writeOnce(),
                "ReadsTags", settings.readsTags(),
                "RequiredTag", settings.selection().requiresTag(),
                "Receipts", settings.receipts().enabled(),
                "LargeObjects", settings.largeObjects().enabled(),
                "Vpc", settings.network().isInVpc())));
        return values;
    }
}
