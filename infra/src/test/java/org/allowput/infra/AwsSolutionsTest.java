package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;

/** AWS's review rules (cdk-nag, AwsSolutions) find nothing but what is listed here, each with its reason. */
class AwsSolutionsTest {
    private static final String S1 = " AwsSolutions-S1";
    private static final String S10 = " AwsSolutions-S10";
    private static final String SQS3 = " AwsSolutions-SQS3";
    private static final String IAM5 = " AwsSolutions-IAM5";

    private static final String SF1 = " AwsSolutions-SF1";
    private static final String SF2 = " AwsSolutions-SF2";
    private static final String NAMED =
            "The policy denies plain HTTP, and the rule passes for the bucket. It fails for the policy, because the"
                    + " policy names the bucket, so that CloudFormation can import it, and its statements refer to the"
                    + " bucket.";

    /** Path of the construct and rule, to why it stands as it is. A finding that is gone has to go from here too. */
    private static final SortedMap<String, String> ACCEPTED_OF_LARGE_OBJECTS = new TreeMap<>(Map.of(
            "ReplicationSource/LargeObjects/Function/Access/Role/Resource" + IAM5,
            "The objects of the one source bucket, and results whose keys are not known beforehand.",
            "ReplicationSource/LargeObjects/Workflow/Role/Resource" + IAM5,
            "The executions of the workflow's own ranges, whose names Step Functions chooses.",
            "ReplicationSource/LargeObjects/Workflow/StateMachine/Resource" + SF1,
            "Step Functions keeps the history of a Standard workflow for 90 days; to log it, too, the role would need"
                    + " actions on log deliveries that support no resource.",
            "ReplicationSource/LargeObjects/Workflow/StateMachine/Resource" + SF2,
            "The actions of X-Ray support no resource, and the role has no permission on *."));

    private static final SortedMap<String, String> ACCEPTED = new TreeMap<>(Map.of(
            "ReplicationTarget/TargetBucket/Bucket/Resource" + S1,
            "Access logs need a bucket of their own, and CloudTrail data events tell more.",
            "ReplicationSource/SourceBucket/Bucket/Resource" + S1,
            "As for the target bucket.",
            "ReplicationSource/Operations/Bucket/Resource" + S1,
            "Account B's functions and jobs keep there what they need, and who reads it is account B's.",
            "ReplicationSource/Operations/Bucket/Policy/Resource" + S10,
            NAMED,
            "ReplicationTarget/TargetBucket/Bucket/Policy/Resource" + S10,
            NAMED,
            "ReplicationSource/SourceBucket/Bucket/Policy/Resource" + S10,
            NAMED,
            "ReplicationTarget/Default/AllowPutToS3/Role" + IAM5,
            "s3:PutObject is on objects, and which keys they will have is not known: bucket/* is the grant itself.",
            "ReplicationSource/ReplicationFunction/Access/Role/Resource" + IAM5,
            "The objects of the one source bucket, whose keys are not known beforehand; no action has a wildcard."));

    private static final SortedMap<String, String> ACCEPTED_WITH_EVERYTHING = new TreeMap<>(Map.of(
            "ReplicationTarget/Default/AllowPutToS3For333333333333/Role" + IAM5,
            "As for the role that the accounts share, under the account's prefix.",
            "ReplicationTarget/Monitoring/Events/Resource" + SQS3,
            "People read it, and nothing else: a message stays for 14 days.",
            "ReplicationSource/Backfill/Role/Resource" + IAM5,
            "S3 names manifests and reports itself, below a prefix that holds nothing else.",
            "ReplicationSource/Reconciliation/Role/Resource" + IAM5,
            "The receipts below one prefix, which are named after the time; no action has a wildcard."));

    @Test
    void awsSolutionsFindsNothingThatHasNoReason() {
        SortedMap<String, String> accepted = new TreeMap<>(ACCEPTED);
        accepted.putAll(ACCEPTED_OF_LARGE_OBJECTS);

        assertThat(findings(Map.of())).containsExactlyElementsOf(accepted.keySet());
    }

    @Test
    void norWithEverythingOn() {
        SortedMap<String, String> accepted = new TreeMap<>(ACCEPTED);
        accepted.putAll(ACCEPTED_OF_LARGE_OBJECTS);
        accepted.putAll(ACCEPTED_WITH_EVERYTHING);
        assertThat(findings(Synthesised.EVERYTHING)).containsExactlyElementsOf(accepted.keySet());
    }

    private static List<String> findings(Map<String, String> options) {
        App app = Synthesised.app(options);
        ReplicationApp.build(app, Synthesised.zips(), Map.of());
        // Aspects change constructs, too.
        app.synth();

        return AwsSolutionsChecks.Builder.create().build().validateScope(app).getViolations().stream()
                .flatMap(violation -> violation.getViolatingResources().stream()
                        .map(resource -> resource.getConstructPath() + " " + rule(violation.getRuleName())))
                .distinct()
                .sorted()
                .toList();
    }

    /** Without the part that does not comply. */
    private static String rule(String name) {
        return name.replaceFirst("(?s)\\[.*", "");
    }
}
