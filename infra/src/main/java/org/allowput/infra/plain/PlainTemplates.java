package org.allowput.infra.plain;

import static org.allowput.infra.settings.schema.SettingsSchema.setting;
import static org.allowput.infra.template.PlainParameter.bucket;
import static org.allowput.infra.template.PlainParameter.choice;
import static org.allowput.infra.template.PlainParameter.flag;
import static org.allowput.infra.template.PlainParameter.optional;
import static org.allowput.infra.template.PlainParameter.optionalPart;
import static org.allowput.infra.template.PlainParameter.required;
import static org.allowput.infra.template.PlainParameter.requiredPart;
import static org.allowput.infra.template.PlainParameter.structural;
import static org.allowput.infra.template.PlainParameter.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.DeployedSetting;
import org.allowput.infra.SourceAccountStack;
import org.allowput.infra.TargetAccountStack;
import org.allowput.infra.grant.GrantMetadata;
import org.allowput.infra.grant.GrantParameter;
import org.allowput.infra.settings.section.Addresses;
import org.allowput.infra.settings.section.FunctionSettings;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.template.PlainParameter;
import org.allowput.infra.trigger.KeyFilter;

/**
 * The two plain templates: which settings they have as parameters. A new opt-in needs a line here, and a test fails
 * without it.
 */
public final class PlainTemplates {
    private static final String ACCOUNT = setting("target.account").pattern();
    private static final String REGION = "[a-z]{2,4}-[a-z]{4,9}-[0-9]{1,2}|[a-z]{2,4}-[a-z]{2,4}-[a-z]{4,5}-[0-9]{1,2}";
    private static final String BUCKET = setting("target.bucketName").pattern();
    private static final String NAMESPACE =
            "Nobody else can take a name that ends with the account, the Region and -an: name-ACCOUNT-REGION-an";
    /** With {@code -large-objects} a name of at most 64 characters, which IAM allows. */
    private static final String ROLE = RoleName.pattern(50);

    /** With {@code -large-objects} a name of at most 64 characters, which Lambda allows. */
    private static final String FUNCTION = "[A-Za-z0-9_-]{1,50}";

    /**
     * No characters with a meaning in IAM policies, JSON or the grant, and no apostrophe, which ends a word in a shell.
     */
    private static final String PREFIX = "[ !#%-&(-)+->@-\\[\\]-{}~]{0,512}";

    // What stands for the parameters in what is synthesized.
    private static final String ACCOUNT_A = "900000000001";
    private static final String ACCOUNT_B = "900000000002";
    private static final String REGION_A = "xa-target-1";
    private static final String REGION_B = "xb-source-1";
    private static final String ROLE_A = "the-role";
    private static final String PREFIX_A = "the-target-prefix/";
    private static final String KEY_A = "arn:aws:kms:xa-target-1:900000000001:key/target";

    /** What CloudFormation refuses before it changes anything. */
    private static final String SOURCE_RULES = """
        {
          "TheWorkflowHasABucket": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "LargeObjects"}, "true"]},
            "Assertions": [{
              "Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "LargeObjectsBucketName"}, "none"]}]},
              "AssertDescription": "LargeObjects needs LargeObjectsBucketName: docs/deploy.md, Account B from a release"
            }]
          },
          "TheDeployedWorkflowStays": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "LargeObjects"}, "true"]},
            "Assertions": [{
              "Assert": {"Fn::Equals": [{"Ref": "DeployedLargeObjects"}, {"Ref": "FunctionName"}]},
              "AssertDescription": "Set DeployedLargeObjects to FunctionName, after no copy runs: docs/deploy.md, Changing the workflow for large objects"
            }]
          },
          "TheDeployedWorkflowIsNotRemoved": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "LargeObjects"}, "false"]},
            "Assertions": [{
              "Assert": {"Fn::Equals": [{"Ref": "DeployedLargeObjects"}, "none"]},
              "AssertDescription": "Set DeployedLargeObjects to none, after no copy runs: docs/deploy.md, Changing the workflow for large objects"
            }]
          },
          "TheDeployedQueueNotificationStays": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "DeployedTrigger"}, "sqs"]},
            "Assertions": [{
              "Assert": {"Fn::Equals": [{"Ref": "NotifyQueue"}, "true"]},
              "AssertDescription": "Events on their way would be lost: docs/deploy.md, Changing the trigger"
            }]
          },
          "TheDeployedEventBridgeRuleStays": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "DeployedTrigger"}, "eventbridge"]},
            "Assertions": [{
              "Assert": {"Fn::Equals": [{"Ref": "UseEventBridge"}, "true"]},
              "AssertDescription": "Events on their way would be lost: docs/deploy.md, Changing the trigger"
            }]
          }
        }
        """;

    /**
     * What account A's parameters grant. A test compares it with what {@link GrantMetadata} writes for the same
     * settings. It is text and no function, because CloudFormation does not evaluate this section; no name has a
     * {@code $}.
     */
    private static final String TARGET_GRANT = """
        {
          "Grant": {
            "Bucket": "$(BucketName)",
            "KmsKeyArn": "$(KmsKeyArn)",
            "OptIns": {
              "replicateDeletes": "$(ReplicateDeletes)",
              "replicateTags": "$(ReplicateTags)"
            },
            "WriteOnce": "$(WriteOnce)",
            "Roles": [
              {
                "RoleName": "$(RoleName)",
                "KeyPrefix": "$(KeyPrefix)",
                "DeliveriesPrefix": "$(DeliveriesPrefix)",
                "Trusted": [
                  {
                    "Account": "$(SourceAccount)",
                    "ExternalIds": ["ExternalId", "NextExternalId"],
                    "RoleNames": ["$(SourceRoleName)", "$(SourceRoleName)-large-objects"],
                    "OrganizationId": "$(OrganizationId)",
                    "RequireMfa": "$(RequireMfa)"
                  }
                ]
              }
            ]
          }
        }
        """;

    /** What account B's parameters mean the functions to use. */
    private static final String SOURCE_GRANT =
            """
            {
              "Grant": {
                "SourceBucket": "$(SourceBucketName)",
                "TargetAccount": "%s",
                "RoleName": "%s",
                "Callers": [],
                "ReceiptsBucket": "$(ReceiptsBucketName)",
                "LargeObjectsBucket": "$(LargeObjectsBucketName)",
                "KmsKeyArns": ["$(SourceKmsKeyArn)"]
              }
            }
            """.formatted(GrantParameter.inMetadata(Field.ACCOUNT), GrantParameter.inMetadata(Field.ROLE));

    private static final PlainParameter REPLICATE_TAGS = structural(
            "ReplicateTags",
            false,
            setting("optIns.replicateTags"),
            "Copy tags, and copy an object again when its tags change. Equal in both accounts");

    private static final PlainParameter REQUIRED_TAG = optionalPart(
            "RequiredTag",
            setting("source.requiredTag"),
            "the-tag=the-tag-value",
            "Copy only objects with this tag, as NAME=VALUE, which a scanner sets. Empty for all objects");

    private static final PlainParameter RECEIPTS = bucket(
            "ReceiptsBucketName",
            "receipts",
            "the-receipts-bucket",
            "The bucket for receipts, which the stack creates. Empty for none");

    private static final PlainParameter DELIVER_RECEIPTS = optionalPart(
                    "DeliverReceiptsTo",
                    setting("receipts.deliverTo"),
                    PREFIX_A + "the-deliveries/",
                    "Also put receipts into the target bucket, below this prefix that ends with /. Empty for none"
                            + " there")
            .matching(PREFIX + "/");

    private static final PlainParameter REPLICATE_DELETES = choice(
            "ReplicateDeletes",
            ReplicatedDeletions.names(),
            setting("optIns.replicateDeletes"),
            "Delete the copy of an object that is deleted, or also of one that expires. Equal in both accounts");

    private static final List<PlainParameter> OPT_INS_OF_BOTH = List.of(
            REPLICATE_DELETES,
            REPLICATE_TAGS,
            flag(
                    "WriteOnce",
                    setting("target.writeOnce"),
                    "Write each object once, and never over another. Equal in both accounts"));

    private PlainTemplates() {}

    /** Account A's template. */
    public static PlainTemplate target() {
        List<PlainParameter> parameters = new ArrayList<>(List.of(
                required("SourceAccount", ACCOUNT, "Account B, which the role trusts"),
                required("BucketName", BUCKET, "The target bucket. " + NAMESPACE)
                        .of(setting("target.bucketName"), "the-target-bucket"),
                structural(
                        "CreateBucket",
                        true,
                        Map.of("target.bucketExists", "true"),
                        "false if the bucket exists already. The stack then does not change it"),
                value(
                        "RoleName",
                        "AllowPutToS3",
                        ROLE,
                        "The role that account B assumes. Its name is unique in the account, in all Regions"),
                value("KeyPrefix", "", PREFIX, "How all keys begin that account B may write. Empty for any key"),
                optional(
                                "SourceRoleName",
                                setting("source.roleName"),
                                "the-source-role",
                                "The only role of account B that may assume the role. Empty for any role that B allows"
                                        + " to")
                        .matching(ROLE),
                optional(
                        "OrganizationId",
                        setting("source.organizationId"),
                        "o-theorganization",
                        "The organization that account B must belong to. Empty for any, or none"),
                flag(
                        "RequireMfa",
                        setting("source.requireMfa"),
                        "true for a role of people: only with MFA can it be assumed, and not by the function"),
                optional(
                        "KmsKeyArn", setting("target.kmsKeyArn"), KEY_A, "The KMS key of the copies. Empty for SSE-S3"),
                optional(
                                "DeliveriesPrefix",
                                setting("receipts.deliverTo"),
                                PREFIX_A + "the-deliveries/",
                                "Below this prefix, which begins with KeyPrefix and ends with /, account B may add"
                                        + " receipts, and not change them. Empty for none")
                        .matching(PREFIX + "/"),
                optional(
                        "PermissionsBoundaryArn",
                        setting("target.permissionsBoundaryArn"),
                        "arn:aws:iam::900000000001:policy/TheBoundary",
                        "The permissions boundary of the role. Empty for none")));
        parameters.addAll(OPT_INS_OF_BOTH);
        parameters.add(structural(
                "ClaimBucket",
                true,
                Map.of("target.bucketShared", "true"),
                "false if another stack of this account and Region puts objects into the bucket, too"));
        parameters.add(requiredPart(
                "AlarmEmail",
                setting("target.alarms.email"),
                "the-address@example.com",
                "The email address that alarms notify, which has to confirm a link; or none: no alarms"));
        parameters.add(value(
                        "QuietHours",
                        setting("target.alarms.quietHours"),
                        "167",
                        "An alarm when nothing arrives for so many hours")
                .matching("[1-9][0-9]?|1[0-5][0-9]|16[0-8]"));
        parameters.add(optional(
                PlainTemplate.CALLERS,
                setting("target.alarms.callers"),
                "AROAFUNCTIONOFB1:the-session",
                "The functions of account B as CloudTrail names them, separated by commas: an alarm when another"
                        + " principal assumes the role. Empty for none"));
        Map<String, String> references = references();
        references.put(ACCOUNT_A, "${AWS::AccountId}");
        references.put(REGION_A, "${AWS::Region}");
        references.put(ACCOUNT_B, "${SourceAccount}");
        references.put(PREFIX_A, "${KeyPrefix}");
        return new PlainTemplate(
                TargetAccountStack.ID, parameters, List.of(), "", TARGET_GRANT, settings(), references);
    }

    /** Account B's template. */
    public static PlainTemplate source() {
        List<PlainParameter> parameters = new ArrayList<>(List.of(
                value(
                        "Revision",
                        "1",
                        "[A-Za-z0-9:._-]{1,15}",
                        "Another text publishes another version of the functions. A new ExternalId needs it"),
                required("CodeBucket", BUCKET, "A bucket in this Region with the function's zip"),
                required("CodeKey", "[!-~]{1,1024}", "The key of the zip"),
                value("TargetAccount", "", "|" + ACCOUNT, "Account A"),
                value("TargetRegion", "", "|" + REGION, "The Region of the target bucket"),
                value("TargetBucketName", "", "|" + BUCKET, "The target bucket")
                        .of(setting("target.bucketName"), "the-target-bucket"),
                value("RoleName", "", "|" + ROLE, "The role in account A"),
                required("SourceBucketName", BUCKET, "The source bucket. " + NAMESPACE)
                        .of(setting("source.bucketName"), "the-source-bucket"),
                structural(
                        "CreateBucket",
                        true,
                        Map.of("source.bucketExists", "true"),
                        "false if the bucket exists already. Its owner then adds the output NotificationConfiguration"),
                optionalPart(
                                "IncludePrefix",
                                setting("keys.include"),
                                "the-include-prefix/",
                                "the-include-prefix/**",
                                "Copies only objects whose key begins with this: letters, digits and . _ / -, which"
                                        + " S3's filter takes as they are. Empty for any key")
                        .matching(KeyFilter.LITERAL_CHARACTERS + "{0,512}"),
                value("AddPrefix", "", PREFIX, "What is put before the key of each copy"),
                value(
                        "FunctionName",
                        FunctionSettings.DEFAULT_NAME,
                        FUNCTION,
                        "The function's name, and with -large-objects the workflow's: another one for each deployment"
                                + " of the account and Region"),
                optional(
                                "FunctionRoleName",
                                setting("source.roleName"),
                                "the-function-role",
                                "The name of the function's role. Empty for one that CloudFormation chooses")
                        .matching(ROLE),
                optional(
                        "SourceKmsKeyArn",
                        setting("source.kmsKeyArn"),
                        "arn:aws:kms:xb-source-1:900000000002:key/source",
                        "The KMS key of the source objects. Empty for SSE-S3"),
                optional(
                        "TargetKmsKeyArn",
                        setting("target.kmsKeyArn"),
                        KEY_A,
                        "The KMS key of the copies. Empty for the target bucket's default"),
                optionalPart(
                        "AlarmTopicArn",
                        setting("alarms.topicArn"),
                        "arn:aws:sns:xb-source-1:900000000002:the-topic",
                        "The SNS topic that the alarms notify. Empty for none"),
                requiredPart(
                        "AlarmEmail",
                        setting("alarms.email"),
                        "the-address@example.com",
                        "The email address that the alarms notify, which has to confirm a link; or none"),
                value(
                        "RunbookUrl",
                        setting("alarms.runbook"),
                        "https://the-runbook",
                        "The address of the runbook, which the alarms' descriptions link to"),
                optional(
                        "PermissionsBoundaryArn",
                        setting("source.permissionsBoundaryArn"),
                        "arn:aws:iam::900000000002:policy/TheBoundary",
                        "The permissions boundary of all roles. Empty for none")));
        parameters.addAll(OPT_INS_OF_BOTH);
        parameters.add(REQUIRED_TAG);
        parameters.add(RECEIPTS);
        parameters.add(DELIVER_RECEIPTS);
        parameters.add(structural(
                "LargeObjects",
                false,
                setting("largeObjects.enabled"),
                "Whether large objects are copied in parallel by a workflow"));
        parameters.add(value(
                        PlainTemplate.WORKFLOW_BUCKET,
                        DeployedSetting.NONE,
                        BUCKET,
                        "The bucket for the workflow's results, which the stack creates. It stays while LargeObjects"
                                + " is false")
                .of(setting("largeObjects.bucketName"), "the-workflow-bucket"));
        parameters.add(value(
                "DeployedLargeObjects",
                DeployedSetting.NONE,
                FUNCTION,
                "FunctionName, if the stack was deployed with LargeObjects last, or none"));
        parameters.add(structural(
                "SnapStart", true, setting("function.snapStart"), "false for Regions without SnapStart for Java"));
        parameters.add(value("Architecture", "arm64", "arm64|x86_64", "x86_64 for Regions where Lambda has no arm64"));
        parameters.add(structural(
                "NotifyQueue",
                true,
                Map.of("previousTrigger", ""),
                "Whether the bucket sends its events to the queue"));
        parameters.add(structural(
                "UseEventBridge",
                false,
                Map.of("trigger", "sqs", "previousTrigger", ""),
                "Whether EventBridge sends the bucket's events to the queue"));
        parameters.add(value(
                "DeployedTrigger",
                "sqs",
                "sqs|eventbridge",
                "The way of events that the stack was deployed with last, which must stay in this deployment"));
        parameters.add(structural(
                "ClaimBucket",
                true,
                Map.of("source.bucketShared", "true"),
                "false if another stack of this account and Region copies from the bucket, too"));
        parameters.addFirst(GrantParameter.parameter(parameters));
        Map<String, String> settings = settings();
        settings.put("trigger", "eventbridge");
        settings.put("previousTrigger", "sqs");
        Map<String, String> references = references();
        references.put(ACCOUNT_A, "${TargetAccount}");
        references.put(REGION_A, "${TargetRegion}");
        references.put(ACCOUNT_B, "${AWS::AccountId}");
        references.put(REGION_B, "${AWS::Region}");
        references.put(PREFIX_A, "${AddPrefix}");
        references.put("ExternalId revision 999999", "revision ${Revision}");
        references.put(FunctionSettings.DEFAULT_NAME, "${FunctionName}");
        return new PlainTemplate(
                SourceAccountStack.ID,
                parameters,
                List.of(
                        PlainParameter.last(
                                "ExpirationsAreReplicated",
                                REPLICATE_DELETES,
                                ReplicatedDeletions.DELETIONS.toString()),
                        PlainParameter.either("TagsAreRead", REPLICATE_TAGS, REQUIRED_TAG),
                        PlainParameter.either("ReceiptsAreWritten", RECEIPTS, DELIVER_RECEIPTS)),
                SOURCE_RULES,
                SOURCE_GRANT,
                settings,
                references);
    }

    private static Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                "target.account", ACCOUNT_A,
                "target.region", REGION_A,
                "target.roleName", ROLE_A,
                "target.alarms.email", Addresses.NONE,
                "source.account", ACCOUNT_B,
                "source.region", REGION_B,
                "source.keyPrefix", PREFIX_A,
                "source.externalIdRevision", "999999",
                "keys.addPrefix", PREFIX_A,
                "alarms.email", Addresses.NONE));
    }

    /** An account with a key prefix has a role of its own, whose name ends with the account. */
    private static Map<String, String> references() {
        return new TreeMap<>(Map.of(ROLE_A + "-" + ACCOUNT_B, "${RoleName}"));
    }
}
