package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** AWS's review rules (cdk-nag, AwsSolutions) find nothing but what is listed here, each with its reason. */
class AwsSolutionsTest {
    /** Path of the construct and rule, to why it stands as it is. A finding that is gone has to go from here too. */
    private static final Map<String, String> ACCEPTED = new TreeMap<>(Map.of(
            "ReplicationTarget/TargetBucket/Bucket/Resource AwsSolutions-S1",
            "Access logs need a bucket of their own and are account A's choice; CloudTrail data events tell more.",
            "ReplicationSource/SourceBucket/Bucket/Resource AwsSolutions-S1",
            "As for the target bucket: account B's choice.",
            "ReplicationTarget/AllowPutToS3/Role AwsSolutions-IAM5",
            "s3:PutObject is on objects, and which keys they will have is not known: bucket/* is the grant itself.",
            "ReplicationSource/ReplicationFunction/Access/Role/Resource AwsSolutions-IAM5",
            "The objects of the one source bucket, whose keys are not known beforehand; no action has a wildcard."));

    @Test
    void awsSolutionsFindsNothingThatHasNoReason() {
        App app = Synthesised.app(Map.of());
        ReplicationApp.build(app, Synthesised.zip(), Map.of());
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());

        app.synth();

        List<String> findings = app.getNode().findAll().stream()
                .flatMap(construct -> construct.getNode().getMetadata().stream()
                        .filter(entry -> entry.getType().equals("aws:cdk:error"))
                        .map(entry -> construct.getNode().getPath() + " " + rule(entry.getData())))
                .distinct()
                .sorted()
                .toList();

        assertThat(findings).containsExactlyElementsOf(ACCEPTED.keySet());
    }

    private static String rule(Object finding) {
        return finding.toString().replaceFirst("(?s)[:\\[].*", "");
    }
}
