package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.TargetAccountStack;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.section.Addresses;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;

/** Account A's template: all that account A decides. */
public final class TargetTemplate extends PlainTemplate {
    private static final String ROLE_RESOURCE = "/Resources/AllowPutToS3Role/Properties/";

    @Override
    public List<PlainParameter> parameters() {
        return TargetParameters.ALL;
    }

    /**
     * What the parameters grant. A test compares it with what {@code GrantMetadata} writes for the same settings. It is
     * text and no function, because CloudFormation does not evaluate this section; no name has a {@code $}.
     */
    @Override
    String metadata() {
        return """
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
    }

    @Override
    String values() {
        return """
            target.account = 900000000001 -> ${AWS::AccountId}
            target.region = xa-target-1 -> ${AWS::Region}
            target.bucketName = the-target-bucket -> ${BucketName}
            target.roleName = the-role
             = the-role-900000000002 -> ${RoleName}
            target.kmsKeyArn = arn:aws:kms:xa-target-1:900000000001:key/target -> ${KmsKeyArn}
            target.writeOnce = true
            target.permissionsBoundaryArn = arn:aws:iam::900000000001:policy/TheBoundary -> ${PermissionsBoundaryArn}
            target.alarms.email = the-address@example.com -> ${AlarmEmail}
            target.alarms.quietHours = 167 -> ${QuietHours}
            target.alarms.callers = AROAFUNCTIONOFB1:the-session -> ${AlarmCallers}
            source.account = 900000000002 -> ${SourceAccount}
            source.region = xb-source-1
            source.keyPrefix = the-target-prefix/ -> ${KeyPrefix}
            source.roleName = the-source-role -> ${SourceRoleName}
            source.organizationId = o-theorganization -> ${OrganizationId}
            source.requireMfa = true
            keys.addPrefix = the-target-prefix/
            receipts.deliverTo = the-target-prefix/the-deliveries/ -> ${DeliveriesPrefix}
            optIns.replicateDeletes = deletions
            optIns.replicateTags = true
            alarms.email = none
            """;
    }

    @Override
    Map<String, JsonNode> variables() {
        return Map.of();
    }

    @Override
    Stack createStack(App app, Settings settings, FunctionZips zips) {
        return new TargetAccountStack(app, settings);
    }

    @Override
    void addConditions(Stack stack) {
        addConditions(
                stack,
                List.of("CreateBucket", "ClaimBucket", "RequireMfa", "ReplicateTags", "WriteOnce"),
                List.of(
                        "SourceRoleName",
                        "OrganizationId",
                        "KmsKeyArn",
                        "DeliveriesPrefix",
                        "PermissionsBoundaryArn",
                        "AlarmCallers"));
        addCondition(
                stack, "HasReplicateDeletes", isNot(Fn.ref("ReplicateDeletes"), ReplicatedDeletions.NONE.toString()));
        addCondition(stack, "HasAlarmEmail", isNot(Fn.ref("AlarmEmail"), Addresses.NONE));
        addNamespaceCondition(stack, "BucketName");
    }

    @Override
    void makeConditional(ConditionalParts parts, ObjectNode template) {
        parts.set("/Parameters/ExternalId/Description", NODES.textNode("The ExternalId agreed with account B"));
        parts.set(
                "/Parameters/NextExternalId/Description",
                NODES.textNode("A second ExternalId of account B, while it is changed; empty otherwise"));
        parts.createdBucket("TargetBucket", "CreateBucketIsTrue", "BucketName");
        parts.keyOfBucket("TargetBucket", "HasKmsKeyArn");
        parts.value("HasAlarmEmail", "/Resources/TargetBucket/Properties/MetricsConfigurations");

        String trust = ROLE_RESOURCE + "AssumeRolePolicyDocument/Statement/0/Condition/";
        parts.value("HasSourceRoleName", trust + "ArnEquals");
        parts.value("RequireMfaIsTrue", trust + "Bool");
        parts.value("HasOrganizationId", trust + "StringEquals/aws:PrincipalOrgID");
        parts.inStatement("HasKmsKeyArn", "DenyOtherKmsKeys", "/Condition/StringNotEquals");
        parts.statements("ReplicateTagsIsTrue", "ReplicateTags");
        parts.statements("HasReplicateDeletes", "ReplicateDeletes");
        parts.statements("HasKmsKeyArn", "UseTargetKey");
        parts.statements("WriteOnceIsTrue", "DenyOverwrites");
        parts.statements("HasDeliveriesPrefix", "DenyReceiptOverwrites", "DenyReceiptDeletions", "DenyReceiptTags");

        parts.resources("HasAlarmEmail", "Monitoring");
        String rule = "/Resources/MonitoringUnexpectedCaller/Properties/";
        parts.value("HasAlarmCallers", rule + "State", NODES.textNode("DISABLED"));
        // The parameter has all of them in one text.
        parts.set(
                rule + "EventPattern/detail/userIdentity/principalId/0/anything-but",
                Intrinsic.split(
                        ",",
                        Intrinsic.either("HasAlarmCallers", Intrinsic.ref("AlarmCallers"), NODES.textNode("none"))));

        parts.outputs("ClaimBucketIsTrue", "OneWayReplication");
        parts.outputs("HasSourceRoleName", "TrustedRoleName");
        parts.text(
                "RequireMfaIsTrue",
                "/Outputs/AwsCliProfile/Value",
                "mfa_serial = arn:${AWS::Partition}:iam::${SourceAccount}:mfa/<device>\n");
        parts.text(
                "RequireMfaIsTrue",
                "/Outputs/AssumeRoleCommand/Value",
                " --serial-number <mfa_serial> --token-code <code>");
        parts.optInNames();
        parts.set(
                "/Outputs/" + TargetGrant.NAME + "/Value",
                Substitution.of(TargetGrant.of(TargetTemplate::reference).line())
                        .node());
    }

    /** The parameter with a value of the grant. */
    private static String reference(TargetGrant.Field field) {
        return switch (field) {
            case ACCOUNT -> "${AWS::AccountId}";
            case REGION -> "${AWS::Region}";
            case BUCKET -> "${BucketName}";
            case ROLE -> "${RoleName}";
            case KEY_PREFIX -> "${KeyPrefix}";
            case KMS_KEY -> "${KmsKeyArn}";
            case DELIVERIES_PREFIX -> "${DeliveriesPrefix}";
            case REPLICATE_DELETES -> "${ReplicateDeletes}";
            case REPLICATE_TAGS -> "${ReplicateTags}";
            case WRITE_ONCE -> "${WriteOnce}";
        };
    }

    @Override
    public Map<String, String> comments() {
        return Map.of(
                "AllowPutToS3Role",
                "Who may assume the role, and below all that it may do.",
                "MonitoringEvents",
                "What follows watches the bucket and the role. It grants account B nothing.");
    }
}
