package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.SourceAccountStack;
import org.allowput.infra.reconcile.AthenaQueries;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.section.Addresses;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;
import software.amazon.awscdk.Stack;

/** Account B's template: what people without the CDK need. Account A's grant is one parameter. */
public final class SourceTemplate extends PlainTemplate {
    /** The operations bucket, if there is none. */
    static final String NO_BUCKET = "none";

    @Override
    public List<PlainParameter> parameters() {
        return SourceParameters.ALL;
    }

    @Override
    String metadata() {
        return """
            {
              "Grant": {
                "SourceBucket": "$(SourceBucketName)",
                "TargetAccount": "$(TargetGrant.%d)",
                "RoleName": "$(TargetGrant.%d)",
                "Callers": [],
                "OperationsBucket": "$(OperationsBucketName)",
                "Receipts": "$(Receipts)",
                "KmsKeyArns": ["$(SourceKmsKeyArn)"]
              }
            }
            """.formatted(Field.ACCOUNT.index(), Field.ROLE.index());
    }

    @Override
    String values() {
        return """
            target.account = 900000000001 -> ${TargetAccount}
            target.region = xa-target-1 -> ${TargetRegion}
            target.bucketName = the-target-bucket -> ${TargetBucketName}
            target.roleName = the-role
             = the-role-900000000002 -> ${RoleName}
            target.kmsKeyArn = arn:aws:kms:xa-target-1:900000000001:key/target -> ${TargetKmsKeyArn}
            target.writeOnce = true
            target.alarms.email = none
            source.account = 900000000002 -> ${AWS::AccountId}
            source.region = xb-source-1 -> ${AWS::Region}
            source.bucketName = the-source-bucket -> ${SourceBucketName}
            source.keyPrefix = the-target-prefix/ -> ${KeyPrefix}
            source.roleName = the-function-role -> ${FunctionRoleName}
            source.kmsKeyArn = arn:aws:kms:xb-source-1:900000000002:key/source -> ${SourceKmsKeyArn}
            source.requiredTag = the-tag=the-tag-value -> ${RequiredTag}
            source.permissionsBoundaryArn = arn:aws:iam::900000000002:policy/TheBoundary -> ${PermissionsBoundaryArn}
            source.externalIdRevision = 999999
             = ExternalId revision 999999 -> revision ${Revision}
            keys.include = the-include-prefix/**
             = the-include-prefix/ -> ${IncludePrefix}
            keys.addPrefix = the-target-prefix/the-added-prefix/
             = the-added-prefix/ -> ${AddPrefix}
            trigger = eventbridge
            previousTrigger = sqs
            optIns.replicateDeletes = deletionsAndExpirations
            optIns.replicateTags = true
            receipts.enabled = true
            receipts.deliverTo = the-target-prefix/the-deliveries/ -> ${DeliveriesPrefix}
            largeObjects.enabled = true
            operations.bucketName = the-operations-bucket -> ${OperationsBucketName}
            queue.functionConcurrency = 977 -> ${FunctionConcurrency}
            logs.retentionDays = 3653 -> ${LogRetentionDays}
            alarms.email = the-address@example.com -> ${AlarmEmail}
            alarms.runbook = https://the-runbook -> ${RunbookUrl}
             = ReplicateObjects -> ${AWS::StackName}
            """;
    }

    /** Of the grant's line. */
    @Override
    Map<String, JsonNode> variables() {
        Map<String, JsonNode> granted = new TreeMap<>();
        for (Field field : Field.values()) {
            granted.put(
                    field.label(),
                    Intrinsic.call(
                            "Fn::Select",
                            NODES.numberNode(field.index()),
                            Intrinsic.split(TargetGrant.SEPARATOR, Intrinsic.ref(TargetGrant.NAME))));
        }
        return granted;
    }

    private static String granted(Field field) {
        return Fn.select(field.index(), Fn.split(TargetGrant.SEPARATOR, Fn.ref(TargetGrant.NAME)));
    }

    @Override
    Stack createStack(App app, Settings settings, FunctionZips zips) {
        Stack stack = new SourceAccountStack(app, settings, zips);
        // This template has these parameters and rules otherwise, and leaves Athena to the CDK.
        List.of(
                        "DeployedTriggerParameter",
                        "DeployedLargeObjectsParameter",
                        AthenaQueries.ID,
                        StackOutput.ATHENA_DATABASE.id())
                .forEach(stack.getNode()::tryRemoveChild);
        return stack;
    }

    @Override
    void addConditions(Stack stack) {
        addConditions(
                stack,
                List.of("CreateBucket", "LargeObjects", "NotifyQueue", "Receipts", "UseEventBridge"),
                List.of(
                        "IncludePrefix",
                        "FunctionRoleName",
                        "SourceKmsKeyArn",
                        "RequiredTag",
                        "PermissionsBoundaryArn"));
        addCondition(stack, "HasAlarmEmail", isNot(Fn.ref("AlarmEmail"), Addresses.NONE));
        addCondition(stack, "HasOperationsBucketName", isNot(Fn.ref("OperationsBucketName"), NO_BUCKET));
        addCondition(stack, "HasTargetKmsKeyArn", isNot(granted(Field.KMS_KEY), ""));
        addCondition(
                stack,
                "HasReplicateDeletes",
                isNot(granted(Field.REPLICATE_DELETES), ReplicatedDeletions.NONE.toString()));
        addCondition(
                stack,
                "ExpirationsAreReplicated",
                Fn.conditionEquals(
                        granted(Field.REPLICATE_DELETES), ReplicatedDeletions.DELETIONS_AND_EXPIRATIONS.toString()));
        ICfnConditionExpression tags = Fn.conditionEquals(granted(Field.REPLICATE_TAGS), "true");
        addCondition(stack, "ReplicateTagsIsTrue", tags);
        addCondition(stack, "TagsAreRead", Fn.conditionOr(tags, isNot(Fn.ref("RequiredTag"), "")));
        addCondition(stack, "WriteOnceIsTrue", Fn.conditionEquals(granted(Field.WRITE_ONCE), "true"));
        addCondition(
                stack,
                "ReceiptsAreWritten",
                Fn.conditionOr(isTrue("Receipts"), isNot(granted(Field.DELIVERIES_PREFIX), "")));
        List.of("SourceBucketName", "OperationsBucketName").forEach(name -> addNamespaceCondition(stack, name));
        SourceRules.addTo(stack);
    }

    @Override
    void makeConditional(ConditionalParts parts, ObjectNode template) {
        SourceParts.makeConditional(parts, template);
        parts.set(
                "/Parameters/ExternalId/Description",
                NODES.textNode("The ExternalId agreed with account A. Secret: change it with another Revision"));
    }

    @Override
    public Map<String, String> comments() {
        return Map.of(
                "ReplicationFunctionAccessRole",
                "All that the function may do.",
                "LargeObjectsFunctionAccessRole",
                "All that the function of the workflow for large objects may do.",
                "LargeObjectsWorkflowRole",
                "All that the workflow for large objects may do.");
    }
}
