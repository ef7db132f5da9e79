package org.allowput.infra.plain;

import static org.allowput.infra.template.PlainParameter.flag;
import static org.allowput.infra.template.PlainParameter.oneOf;
import static org.allowput.infra.template.PlainParameter.optional;
import static org.allowput.infra.template.PlainParameter.optionalPart;
import static org.allowput.infra.template.PlainParameter.required;
import static org.allowput.infra.template.PlainParameter.structural;
import static org.allowput.infra.template.PlainParameter.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.infra.DeployedSetting;
import org.allowput.infra.SourceAccountStack;
import org.allowput.infra.TargetAccountStack;
import org.allowput.infra.grant.GrantMetadata;
import org.allowput.infra.grant.GrantParameter;
import org.allowput.infra.settings.account.TargetAlarmSettings;
import org.allowput.infra.settings.function.AlarmSettings;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.value.RoleName;
import org.allowput.infra.template.PlainParameter;
import org.allowput.infra.trigger.KeyFilter;

/**
 * The two plain templates: which settings they have as parameters. A new opt-in needs a line here, and a test fails
 * without it.
 */
public final class PlainTemplates {
    private static final String ACCOUNT = "[0-9]{12}";
    private static final String REGION = "[a-z]{2,4}-[a-z]{4,9}-[0-9]{1,2}|[a-z]{2,4}-[a-z]{2,4}-[a-z]{4,5}-[0-9]{1,2}";
    private static final String BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    private static final String NAMESPACE =
            "Nobody else can take a name that ends with the account, the Region and -an: name-ACCOUNT-REGION-an";
    /** With {@code -large-objects} a name of at most 64 characters, which IAM allows. */
    private static final String ROLE = RoleName.pattern(50);

    private static final String KEY_ARN = "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+";
    private static final String TOPIC_ARN = "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+";
    private static final String POLICY_ARN = "arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[!-~]+";
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
    private static final String KEY_B = "arn:aws:kms:xb-source-1:900000000002:key/source";
    private static final String TOPIC_B = "arn:aws:sns:xb-source-1:900000000002:the-topic";
    private static final String RUNBOOK = "https://the-runbook";
    private static final String TAG_B = "the-tag=the-tag-value";
    private static final String DELIVERIES = PREFIX_A + "the-deliveries/";
    private static final String GROUP_B = "the-source-group";
    private static final String CALLER_B = "the-source-caller";
    private static final String USER_B = "the-source-user";
    private static final String FUNCTION_PRINCIPAL = "AROAFUNCTIONOFB1:the-session";
    private static final String WORKFLOW_PRINCIPAL = "AROAWORKFLOWOFB1:the-session";
    private static final String BOUNDARY_A = "arn:aws:iam::900000000001:policy/TheBoundary";
    private static final String BOUNDARY_B = "arn:aws:iam::900000000002:policy/TheBoundary";

    /** What CloudFormation refuses before it changes anything. */
    private static final String TARGET_RULES = """
        {
          "TheJobsHaveTheirOwnBucket": {
            "RuleCondition": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ConfirmBucketName"}, ""]}]},
            "Assertions": [{
              "Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ConfirmBucketName"}, {"Ref": "BucketName"}]}]},
              "AssertDescription": "ConfirmBucketName needs another bucket: account B could write manifests and reports"
            }]
          }
        }
        """;

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
              "Assert": {"Fn::Equals": [{"Ref": "DeployedLargeObjects"}, {"Ref": "LargeObjectsName"}]},
              "AssertDescription": "Set DeployedLargeObjects to LargeObjectsName, after no copy runs: docs/deploy.md, Changing the workflow for large objects"
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
              "abortUploads": "$(AbortUploads)",
              "replicateDeletes": "$(ReplicateDeletes)",
              "replicateTags": "$(ReplicateTags)",
              "sourceIdentity": "$(SourceIdentity)"
            },
            "WriteOnce": "$(WriteOnce)",
            "Versioned": "$(Versioned)",
            "ConfirmBucket": "$(ConfirmBucketName)",
            "Roles": [
              {
                "RoleName": "$(RoleName)",
                "KeyPrefix": "$(KeyPrefix)",
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
                "Callers": ["group/$(CallerGroup)", "role/$(CallerRole)", "user/$(CallerUser)"],
                "ReceiptsBucket": "$(ReceiptsBucketName)",
                "LargeObjectsBucket": "$(LargeObjectsBucketName)",
                "KmsKeyArns": ["$(SourceKmsKeyArn)"]
              }
            }
            """.formatted(GrantParameter.inMetadata(Field.ACCOUNT), GrantParameter.inMetadata(Field.ROLE));

    private static final PlainParameter REPLICATE_TAGS = structural(
            "ReplicateTags",
            false,
            Map.of("optIns.replicateTags", ""),
            "Copy tags, and copy an object again when its tags change. Equal in both accounts");

    private static final PlainParameter REQUIRED_TAG = optionalPart(
            "RequiredTag",
            RequiredTag.ASCII_PATTERN,
            Map.of("source.requiredTag", ""),
            "Copy only objects with this tag, as NAME=VALUE, which a scanner sets. Empty for all objects");

    private static final PlainParameter RECEIPTS = optionalPart(
            "ReceiptsBucketName",
            BUCKET,
            Map.of("receipts.enabled", "false"),
            "The bucket for receipts, which the stack creates. Empty for none");

    private static final PlainParameter DELIVER_RECEIPTS = optionalPart(
            "DeliverReceiptsTo",
            PREFIX + "/",
            Map.of("receipts.deliverTo", ""),
            "Also put receipts into the target bucket, below this prefix that ends with /. Empty for none there");

    private static final List<PlainParameter> OPT_INS_OF_BOTH = List.of(
            structural(
                    "ReplicateDeletes",
                    false,
                    Map.of("optIns.replicateDeletes", ""),
                    "Delete the copy of an object that is deleted. Equal in both accounts"),
            REPLICATE_TAGS,
            flag(
                    "AbortUploads",
                    Map.of("optIns.abortUploads", "true"),
                    "Abort failed multipart uploads immediately. Equal in both accounts"),
            flag(
                    "WriteOnce",
                    Map.of("target.writeOnce", "true"),
                    "Write each object once, and never over another. Equal in both accounts"),
            structural(
                    "SourceIdentity",
                    false,
                    Map.of("optIns.sourceIdentity", ""),
                    "Set the function's name as the source identity of its sessions. First in account A"));

    private PlainTemplates() {}

    /** Account A's template. */
    public static PlainTemplate target() {
        List<PlainParameter> parameters = new ArrayList<>(List.of(
                required("SourceAccount", ACCOUNT, "Account B, which the role trusts"),
                required("BucketName", BUCKET, "The target bucket. " + NAMESPACE),
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
                        ROLE,
                        "source.roleName",
                        "the-source-role",
                        "The only role of account B that may assume the role. Empty for any role that B allows to"),
                optional(
                        "OrganizationId",
                        "o-[a-z0-9]{10,32}",
                        "source.organizationId",
                        "o-theorganization",
                        "The organization that account B must belong to. Empty for any, or none"),
                flag(
                        "RequireMfa",
                        Map.of("source.requireMfa", "true"),
                        "true for a role of people: only with MFA can it be assumed, and not by the function"),
                optional(
                        "KmsKeyArn", KEY_ARN, "target.kmsKeyArn", KEY_A, "The KMS key of the copies. Empty for SSE-S3"),
                optional(
                        "PermissionsBoundaryArn",
                        POLICY_ARN,
                        "target.permissionsBoundaryArn",
                        BOUNDARY_A,
                        "The permissions boundary of the role. Empty for none")));
        parameters.addAll(OPT_INS_OF_BOTH);
        parameters.add(structural(
                "Versioned",
                true,
                Map.of("target.versioned", "false"),
                "Versioning of a bucket that the stack creates: what was overwritten stays for 30 days"));
        parameters.add(structural(
                "ClaimBucket",
                true,
                Map.of("target.bucketShared", "true"),
                "false if another stack of this account and Region puts objects into the bucket, too"));
        parameters.add(optionalPart(
                "AlarmEmail",
                SettingType.EMAIL_PATTERN,
                Map.of("target.alarms.email", ""),
                "The email address that alarms notify. It has to confirm a link. Empty for no alarms"));
        parameters.add(value(
                "QuietHours",
                "24",
                "[1-9][0-9]?|1[0-5][0-9]|16[0-8]",
                "An alarm when nothing arrives for so many hours"));
        parameters.add(value(
                "PutsPerDay", "1000000", "[1-9][0-9]{0,8}", "An alarm when more objects and parts are put in a day"));
        parameters.add(
                value("GigabytesPerDay", "1000", "[1-9][0-9]{0,5}", "An alarm when more gigabytes are put in a day"));
        parameters.add(optional(
                "FunctionPrincipal",
                TargetAlarmSettings.PRINCIPAL_PATTERN,
                "target.alarms.functionPrincipal",
                FUNCTION_PRINCIPAL,
                "The function as CloudTrail names it: an alarm when another principal assumes the role. Empty"
                        + " for none"));
        parameters.add(optional(
                "WorkflowPrincipal",
                TargetAlarmSettings.PRINCIPAL_PATTERN,
                "target.alarms.workflowPrincipal",
                WORKFLOW_PRINCIPAL,
                "The function of the workflow for large objects, likewise"));
        parameters.add(optionalPart(
                "ConfirmBucketName",
                BUCKET,
                Map.of("target.confirm.enabled", "false"),
                "The bucket of jobs that compute checksums, which the stack creates. Empty for no jobs"));
        Map<String, String> settings = settings();
        settings.put("target.confirm.enabled", "true");
        settings.put("target.confirm.bucketName", "the-confirm-bucket");
        settings.put("target.alarms.email", "the-address@example.com");
        settings.put("target.alarms.quietHours", "167");
        settings.put("target.alarms.putsPerDay", "1999999991");
        settings.put("target.alarms.gigabytesPerDay", "999991");
        Map<String, String> references = references();
        references.put(ACCOUNT_A, "${AWS::AccountId}");
        references.put(REGION_A, "${AWS::Region}");
        references.put(ACCOUNT_B, "${SourceAccount}");
        references.put("the-target-bucket", "${BucketName}");
        references.put(PREFIX_A, "${KeyPrefix}");
        references.put("the-confirm-bucket", "${ConfirmBucketName}");
        references.put("the-source-role", "${SourceRoleName}");
        references.put("o-theorganization", "${OrganizationId}");
        references.put(KEY_A, "${KmsKeyArn}");
        references.put(BOUNDARY_A, "${PermissionsBoundaryArn}");
        references.put("the-address@example.com", "${AlarmEmail}");
        references.put("167", "${QuietHours}");
        references.put("1999999991", "${PutsPerDay}");
        references.put("999991", "${GigabytesPerDay}");
        references.put("999991000000000", "${GigabytesPerDay}000000000");
        references.put(FUNCTION_PRINCIPAL, "${FunctionPrincipal}");
        references.put(WORKFLOW_PRINCIPAL, "${WorkflowPrincipal}");
        return new PlainTemplate(
                TargetAccountStack.ID, parameters, List.of(), TARGET_RULES, TARGET_GRANT, settings, references);
    }

    private static PlainParameter caller(String name, String setting, String placeholder, String kind) {
        return optional(
                name,
                RoleName.pattern(RoleName.LONGEST),
                setting,
                placeholder,
                "A " + kind + " that gets a policy to assume the role, too. Empty for none");
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
                value("TargetBucketName", "", "|" + BUCKET, "The target bucket"),
                value("RoleName", "", "|" + ROLE, "The role in account A"),
                required("SourceBucketName", BUCKET, "The source bucket. " + NAMESPACE),
                structural(
                        "CreateBucket",
                        true,
                        Map.of("source.bucketExists", "true"),
                        "false if the bucket exists already. Its owner then adds the output NotificationConfiguration"),
                optionalPart(
                        "IncludePrefix",
                        KeyFilter.LITERAL_CHARACTERS + "{0,512}",
                        Map.of("keys.includePrefix", ""),
                        "Copies only objects whose key begins with this: letters, digits and . _ / -, which S3's filter"
                                + " takes as they are. Empty for any key"),
                value("AddPrefix", "", PREFIX, "What is put before the key of each copy"),
                value("FunctionName", "ReplicateObjects", "[A-Za-z0-9_-]{1,64}", "The function's name"),
                optional(
                        "FunctionRoleName",
                        ROLE,
                        "source.roleName",
                        "the-function-role",
                        "The name of the function's role. Empty for one that CloudFormation chooses"),
                caller("CallerGroup", "source.callers.groupName", GROUP_B, "group"),
                caller("CallerRole", "source.callers.roleName", CALLER_B, "role"),
                caller("CallerUser", "source.callers.userName", USER_B, "user"),
                optional(
                        "SourceKmsKeyArn",
                        KEY_ARN,
                        "source.kmsKeyArn",
                        KEY_B,
                        "The KMS key of the source objects. Empty for SSE-S3"),
                optional(
                        "TargetKmsKeyArn",
                        KEY_ARN,
                        "target.kmsKeyArn",
                        KEY_A,
                        "The KMS key of the copies. Empty for the target bucket's default"),
                optionalPart(
                        "AlarmTopicArn",
                        TOPIC_ARN,
                        Map.of("alarms.topicArn", ""),
                        "The SNS topic that the alarms notify. Empty for none"),
                optionalPart(
                        "AlarmEmail",
                        SettingType.EMAIL_PATTERN,
                        Map.of("alarms.email", ""),
                        "The email address that the alarms notify. It has to confirm a link. Empty for none"),
                value(
                        "RunbookUrl",
                        AlarmSettings.DEFAULT_RUNBOOK,
                        AlarmSettings.RUNBOOK_PATTERN,
                        "The address of the runbook, which the alarms' descriptions link to"),
                optional(
                        "PermissionsBoundaryArn",
                        POLICY_ARN,
                        "source.permissionsBoundaryArn",
                        BOUNDARY_B,
                        "The permissions boundary of all roles. Empty for none")));
        parameters.addAll(OPT_INS_OF_BOTH);
        parameters.add(REQUIRED_TAG);
        parameters.add(RECEIPTS);
        parameters.add(DELIVER_RECEIPTS);
        parameters.add(flag(
                "NarrowSessions",
                Map.of("optIns.narrowSessions", "true"),
                "Assume the role for each invocation, with a session policy for its keys"));
        parameters.add(structural(
                "LargeObjects",
                false,
                Map.of("largeObjects.enabled", "false"),
                "Whether large objects are copied in parallel by a workflow, in one deployment of the account"
                        + " and Region"));
        parameters.add(value(
                "LargeObjectsName",
                "CopyLargeObjects",
                "[A-Za-z0-9_-]{1,64}",
                "The workflow's name, and its function's"));
        parameters.add(value(
                PlainTemplate.WORKFLOW_BUCKET,
                DeployedSetting.NONE,
                BUCKET,
                "The bucket for the workflow's results, which the stack creates. It stays while LargeObjects"
                        + " is false"));
        parameters.add(value(
                "DeployedLargeObjects",
                DeployedSetting.NONE,
                "[A-Za-z0-9_-]{1,64}",
                "The name of the workflow that the stack was deployed with last, or none. With LargeObjects, equal to"
                        + " LargeObjectsName"));
        parameters.add(structural(
                "SnapStart",
                true,
                Map.of("function.snapStart", "false"),
                "false for Regions without SnapStart for Java"));
        parameters.add(
                oneOf("Architecture", List.of("arm64", "x86_64"), "x86_64 for Regions where Lambda has no arm64"));
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
        parameters.add(oneOf(
                "DeployedTrigger",
                List.of("sqs", "eventbridge"),
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
        settings.put("largeObjects.enabled", "true");
        settings.put("largeObjects.name", "the-workflow");
        settings.put("largeObjects.bucketName", "the-workflow-bucket");
        settings.put("keys.includePrefix", "the-include-prefix/");
        settings.put("source.requiredTag", TAG_B);
        settings.put("receipts.enabled", "true");
        settings.put("receipts.bucketName", "the-receipts-bucket");
        settings.put("receipts.deliverTo", DELIVERIES);
        settings.put("alarms.topicArn", TOPIC_B);
        settings.put("alarms.email", "the-address@example.com");
        settings.put("alarms.runbook", RUNBOOK);
        Map<String, String> references = references();
        references.put(ACCOUNT_A, "${TargetAccount}");
        references.put(REGION_A, "${TargetRegion}");
        references.put(ACCOUNT_B, "${AWS::AccountId}");
        references.put(REGION_B, "${AWS::Region}");
        references.put("the-target-bucket", "${TargetBucketName}");
        references.put("the-source-bucket", "${SourceBucketName}");
        references.put("the-include-prefix/", "${IncludePrefix}");
        references.put(PREFIX_A, "${AddPrefix}");
        references.put("the-function-role", "${FunctionRoleName}");
        references.put("the-function", "${FunctionName}");
        references.put("the-workflow", "${LargeObjectsName}");
        references.put("the-workflow-bucket", "${" + PlainTemplate.WORKFLOW_BUCKET + "}");
        references.put("ExternalId revision 999999", "revision ${Revision}");
        references.put(KEY_A, "${TargetKmsKeyArn}");
        references.put(GROUP_B, "${CallerGroup}");
        references.put(CALLER_B, "${CallerRole}");
        references.put(USER_B, "${CallerUser}");
        references.put(TAG_B, "${RequiredTag}");
        references.put("the-receipts-bucket", "${ReceiptsBucketName}");
        references.put(DELIVERIES, "${DeliverReceiptsTo}");
        references.put(KEY_B, "${SourceKmsKeyArn}");
        references.put(TOPIC_B, "${AlarmTopicArn}");
        references.put("the-address@example.com", "${AlarmEmail}");
        references.put(RUNBOOK, "${RunbookUrl}");
        references.put(BOUNDARY_B, "${PermissionsBoundaryArn}");
        return new PlainTemplate(
                SourceAccountStack.ID,
                parameters,
                List.of(
                        PlainParameter.either("TagsAreRead", REPLICATE_TAGS, REQUIRED_TAG),
                        PlainParameter.either("ReceiptsAreWritten", RECEIPTS, DELIVER_RECEIPTS)),
                SOURCE_RULES,
                SOURCE_GRANT,
                settings,
                references);
    }

    private static Map<String, String> settings() {
        return PlainTemplate.settings(
                "target.account",
                ACCOUNT_A,
                "target.region",
                REGION_A,
                "target.bucketName",
                "the-target-bucket",
                "target.roleName",
                ROLE_A,
                "source.account",
                ACCOUNT_B,
                "source.region",
                REGION_B,
                "source.bucketName",
                "the-source-bucket",
                "source.keyPrefix",
                PREFIX_A,
                "source.externalIdRevision",
                "999999",
                "optIns.replicateDeletes",
                "true",
                "optIns.replicateTags",
                "true",
                "optIns.sourceIdentity",
                "true",
                "keys.addPrefix",
                PREFIX_A,
                "function.name",
                "the-function");
    }

    /** An account with a key prefix has a role of its own, whose name ends with the account. */
    private static Map<String, String> references() {
        return new TreeMap<>(Map.of(ROLE_A + "-" + ACCOUNT_B, "${RoleName}"));
    }
}
