package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.infra.settings.section.LambdaSettings;

/** Which parts of account B's template exist by which condition. */
final class SourceParts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> FUNCTIONS = List.of("ReplicationFunction", "LargeObjectsFunction");
    private static final String BUCKET = "/Resources/SourceBucket/Properties/";
    private static final String QUEUES = BUCKET + "NotificationConfiguration/QueueConfigurations";
    private static final String RULE = "/Resources/SourceBucketRule/Properties/EventPattern/";

    private SourceParts() {}

    static void makeConditional(ConditionalParts parts, ObjectNode template) {
        makeOptionsConditional(parts);
        makeEventsConditional(parts, template);
        makeAlarmsConditional(parts, template);
        makeLargeObjectsConditional(parts, template);
        makeOutputsConditional(parts);
        useCode(parts);
        FunctionConfiguration.addTo(template);
    }

    private static void makeOptionsConditional(ConditionalParts parts) {
        parts.inStatement("HasIncludePrefix", "ListSourceBucket", "/Condition");
        parts.statements("TagsAreRead", "ReadSourceTags");
        parts.statements("HasSourceKmsKeyArn", "UseSourceKey");
        parts.statements("ReceiptsIsTrue", "WriteReceipts");
        // It outlives the options, because a retained bucket could not be created again.
        parts.createdBucket("OperationsBucket", "HasOperationsBucketName", "OperationsBucketName");
        for (String function : FUNCTIONS) {
            parts.value("HasFunctionRoleName", "/Resources/" + function + "AccessRole/Properties/RoleName");
            String variables = "/Resources/" + function + "/Properties/Environment/Variables/";
            parts.value("ReceiptsIsTrue", variables + FunctionVariable.RECEIPTS_BUCKET);
            parts.value(
                    "ExpirationsAreReplicated",
                    variables + FunctionVariable.REPLICATE_DELETES,
                    NODES.textNode(ReplicatedDeletions.DELETIONS.toString()));
            parts.value("HasReplicateDeletes", variables + FunctionVariable.REPLICATE_DELETES);
            parts.value("ReplicateTagsIsTrue", variables + FunctionVariable.REPLICATE_TAGS);
            parts.value("HasTargetKmsKeyArn", variables + FunctionVariable.TARGET_KMS_KEY_ARN);
            parts.value("WriteOnceIsTrue", variables + FunctionVariable.WRITE_ONCE);
        }
    }

    private static void makeEventsConditional(ConditionalParts parts, ObjectNode template) {
        parts.createdBucket("SourceBucket", "CreateBucketIsTrue", "SourceBucketName");
        parts.keyOfBucket("SourceBucket", "HasSourceKmsKeyArn");
        for (int event = 0; event < template.at(QUEUES).size(); event++) {
            parts.value("HasIncludePrefix", QUEUES + "/" + event + "/Filter");
        }
        parts.value("HasReplicateDeletes", QUEUES + "/2");
        parts.value("ExpirationsAreReplicated", QUEUES + "/3");
        parts.value("TagsAreRead", QUEUES + "/4");
        parts.value("TagsAreRead", QUEUES + "/5");
        parts.value("NotifyQueueIsTrue", QUEUES);
        parts.value("UseEventBridgeIsTrue", BUCKET + "NotificationConfiguration/EventBridgeConfiguration");
        parts.statements("NotifyQueueIsTrue", "SourceBucketSends");

        parts.resources("UseEventBridgeIsTrue", "SourceBucketRule");
        parts.statements("UseEventBridgeIsTrue", "RuleSends");
        parts.value("HasIncludePrefix", RULE + "detail/object");
        parts.value("HasReplicateDeletes", RULE + "detail-type/2");
        parts.value("TagsAreRead", RULE + "detail-type/3");
        parts.value("TagsAreRead", RULE + "detail-type/4");
    }

    private static void makeAlarmsConditional(ConditionalParts parts, ObjectNode template) {
        parts.resources("HasAlarmEmail", "AlarmsEmailTopic");
        parts.inEach("AWS::CloudWatch::Alarm", "HasAlarmEmail", "/Properties/AlarmActions");
        parts.inEach("AWS::CloudWatch::Alarm", "HasAlarmEmail", "/Properties/OKActions");
        makeAlarmConditional(
                parts, "UseEventBridgeIsTrue", "AlarmsFailedInvocations", "AlarmsInvocationsFailedToBeSentToDlq");
        makeAlarmConditional(parts, "ReceiptsAreWritten", "AlarmsReceiptsFailed");
        makeAlarmConditional(parts, "HasRequiredTag", "AlarmsObjectsRefused");
        String dashboard = "/Resources/Dashboard/Properties/DashboardBody";
        String body = Substitution.of(template.at(dashboard)).orElseThrow().text();
        // The last row, which is about large objects, up to the end of the list.
        int row = body.lastIndexOf(",{\"type\":\"metric\"", body.indexOf("Bytes of large objects"));
        parts.text("LargeObjectsIsTrue", dashboard, body.substring(row, body.length() - "]}".length()));
        makeAlarmConditional(
                parts,
                "LargeObjectsIsTrue",
                "AlarmsExecutionsFailed",
                "AlarmsExecutionsTimedOut",
                "AlarmsInterruptedFailedInvocations");
    }

    /** Alarms, and what the dashboard shows of them. */
    private static void makeAlarmConditional(ConditionalParts parts, String condition, String... ids) {
        parts.resources(condition, ids);
        StringBuilder shown = new StringBuilder();
        for (String id : ids) {
            shown.append(",\"${").append(id).append(".Arn}\"");
        }
        parts.text(condition, "/Resources/Dashboard/Properties/DashboardBody", shown.toString());
    }

    private static void makeLargeObjectsConditional(ConditionalParts parts, ObjectNode template) {
        String condition = "LargeObjectsIsTrue";
        parts.resources(condition, "LargeObjectsFunction", "LargeObjectsWorkflow", "LargeObjectsInterrupted");
        parts.statements(condition, "InterruptedExecutionsSend", "HandOverLargeObjects", "SeeHandedOverObjects");
        String function = "/Resources/ReplicationFunction/Properties/";
        parts.value(condition, function + "Environment/Variables/" + FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN);
        parts.value(condition, function + "Environment/Variables/" + FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB);
        // Without it, the function copies larger objects itself, and the queue waits as much longer.
        String visibility = "/Resources/ReplicationQueue/Properties/VisibilityTimeout";
        int timeout = LambdaSettings.defaultTimeout(false);
        int longer = timeout - template.at(function + "Timeout").asInt();
        parts.value(
                condition, visibility, NODES.numberNode(template.at(visibility).asInt() + longer));
        parts.value(condition, function + "Timeout", NODES.numberNode(timeout));
        parts.value(condition, "/Resources/ReplicationFunctionLive/Properties/Description");
        parts.outputs(condition, "LargeObjects");
    }

    private static void makeOutputsConditional(ConditionalParts parts) {
        parts.outputs("HasOperationsBucketName", "OperationsBucketName");
        parts.outputs("ReceiptsIsTrue", "ReceiptsKeptDays");
        String triggers = "/Outputs/Triggers/Value";
        parts.value("NotifyQueueIsTrue", triggers, NODES.textNode("eventbridge"));
        parts.value("UseEventBridgeIsTrue", triggers, NODES.textNode("sqs"));
        String notification = "/Outputs/NotificationConfiguration/Value";
        parts.text("UseEventBridgeIsTrue", notification, "\"EventBridgeConfiguration\":{},");
        parts.text("HasReplicateDeletes", notification, ",\"s3:ObjectRemoved:*\"");
        parts.text("ExpirationsAreReplicated", notification, ",\"s3:LifecycleExpiration:*\"");
        parts.text("TagsAreRead", notification, ",\"s3:ObjectTagging:Put\",\"s3:ObjectTagging:Delete\"");
        parts.text(
                "HasIncludePrefix",
                notification,
                "\"Filter\":{\"Key\":{\"FilterRules\":[{\"Name\":\"prefix\",\"Value\":\"${IncludePrefix}\"}]}},");
        parts.value("NotifyQueueIsTrue", notification, NODES.textNode("{\"EventBridgeConfiguration\":{}}"));
        parts.optInNames();
    }

    /** The function's zip is where the parameters say. */
    private static void useCode(ConditionalParts parts) {
        for (String function : FUNCTIONS) {
            JsonNode code = NODES.objectNode()
                    .<ObjectNode>set("S3Bucket", Intrinsic.ref("CodeBucket"))
                    .set("S3Key", Intrinsic.ref("CodeKey"));
            parts.set("/Resources/" + function + "/Properties/Code", code);
        }
    }
}
