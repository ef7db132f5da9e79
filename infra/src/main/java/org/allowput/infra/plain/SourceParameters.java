package org.allowput.infra.plain;

import static org.allowput.infra.plain.PlainParameter.flag;
import static org.allowput.infra.plain.PlainParameter.optional;
import static org.allowput.infra.plain.PlainParameter.required;
import static org.allowput.infra.plain.PlainParameter.setting;
import static org.allowput.infra.plain.PlainParameter.value;
import static org.allowput.infra.plain.PlainParameter.withDefault;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.settings.schema.Setting;
import org.allowput.infra.trigger.KeyFilter;

/** The parameters of account B's template. */
final class SourceParameters {
    static final List<PlainParameter> ALL = List.of(
            required(
                    TargetGrant.NAME,
                    grantPattern(),
                    "The output TargetGrant of account A's stack, as it is, between apostrophes"),
            withDefault(
                    "Revision",
                    "1",
                    "[A-Za-z0-9:._-]{1,15}",
                    "Another text publishes another version of the functions. A new ExternalId needs it"),
            required(
                    "CodeBucket",
                    setting("source.bucketName").pattern(),
                    "A bucket in this Region with the function's zip"),
            required("CodeKey", "[!-~]{1,1024}", "The key of the zip"),
            required(
                    "SourceBucketName",
                    setting("source.bucketName"),
                    "The source bucket. " + TargetParameters.NAMESPACE),
            flag(
                    "CreateBucket",
                    true,
                    "source.bucketExists",
                    "false if the bucket exists already. Its owner then adds the output NotificationConfiguration"),
            optional(
                            "IncludePrefix",
                            setting("keys.include"),
                            "Copies only objects whose key begins with this: letters, digits and . _ / -, which S3's"
                                    + " filter takes as they are. Empty for any key")
                    .matching(KeyFilter.LITERAL_CHARACTERS + "{0,512}"),
            withDefault(
                            "AddPrefix",
                            "",
                            TargetParameters.PREFIX,
                            "What is put before the key of each copy, after the prefix that account A grants")
                    .of("keys.addPrefix"),
            optional(
                            "FunctionRoleName",
                            setting("source.roleName"),
                            "The name of the function's role, if account A trusts one role only. Empty for one that"
                                    + " CloudFormation chooses")
                    .matching("|" + TargetParameters.ROLE),
            optional(
                    "SourceKmsKeyArn",
                    setting("source.kmsKeyArn"),
                    "The KMS key of the source objects. Empty for SSE-S3"),
            flag("NotifyQueue", true, "trigger", "Whether the bucket sends its events to the queue")
                    .of("trigger", "previousTrigger"),
            flag("UseEventBridge", false, "trigger", "Whether EventBridge sends the bucket's events to the queue")
                    .of("trigger", "previousTrigger"),
            withDefault(
                    "DeployedTrigger",
                    "sqs",
                    "sqs|eventbridge",
                    "The way of events that the stack was deployed with last, which must stay in this deployment"),
            optional(
                    "RequiredTag",
                    setting("source.requiredTag"),
                    "Copy only objects with this tag, as NAME=VALUE, which a scanner sets. Empty for all objects"),
            flag(
                    "LargeObjects",
                    false,
                    "largeObjects.enabled",
                    "Whether large objects are copied in parallel by a workflow"),
            withDefault(
                    "DeployedLargeObjects",
                    "false",
                    "false|true",
                    "Whether the stack was deployed with LargeObjects last, or is now for the first time"),
            flag("Receipts", false, "receipts.enabled", "Whether receipts of copies are kept"),
            withDefault(
                            "OperationsBucketName",
                            SourceTemplate.NO_BUCKET,
                            setting("operations.bucketName").pattern(),
                            "The bucket for receipts and for results of the workflow, which the stack creates, or"
                                    + " none")
                    .of("operations.bucketName"),
            required(
                    "AlarmEmail",
                    setting("alarms.email"),
                    "The email address that the alarms notify, which has to confirm a link; or none"),
            value(
                    "RunbookUrl",
                    setting("alarms.runbook"),
                    "The address of the runbook, which the alarms' descriptions link to"),
            value(
                            "FunctionConcurrency",
                            setting("queue.functionConcurrency"),
                            "How many invocations the queue makes at a time")
                    .matching("[2-9]|[1-9][0-9]{1,2}|1000"),
            value("LogRetentionDays", setting("logs.retentionDays"), "Days until a line of the functions' log expires")
                    .matching(constants(setting("logs.retentionDays"))),
            optional(
                    "PermissionsBoundaryArn",
                    setting("source.permissionsBoundaryArn"),
                    "The permissions boundary of all roles. Empty for none"));

    private SourceParameters() {}

    private static String constants(Setting setting) {
        return setting.schema().path("enum").values().stream()
                .map(each -> each.asString())
                .collect(Collectors.joining("|"));
    }

    /** A line of which each value is one that account A's template can grant. */
    private static String grantPattern() {
        return Arrays.stream(Field.values())
                .map(field -> "(" + pattern(field) + ")" + (field.isOptional() ? "?" : ""))
                .collect(Collectors.joining("\\" + TargetGrant.SEPARATOR));
    }

    private static String pattern(Field field) {
        return switch (field) {
            case ACCOUNT -> setting("target.account").pattern();
            case REGION -> "[a-z]{2,4}-[a-z]{4,9}-[0-9]{1,2}|[a-z]{2,4}-[a-z]{2,4}-[a-z]{4,5}-[0-9]{1,2}";
            case BUCKET -> setting("target.bucketName").pattern();
            case ROLE -> TargetParameters.ROLE;
            case KEY_PREFIX -> TargetParameters.PREFIX;
            case KMS_KEY -> setting("target.kmsKeyArn").pattern();
            case DELIVERIES_PREFIX -> TargetParameters.PREFIX + "/";
            case REPLICATE_DELETES, REPLICATE_TAGS, WRITE_ONCE -> String.join("|", field.choices());
        };
    }
}
