package org.allowput.sandbox.acceptance;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The plain templates with the default settings, as somebody without the CDK deploys them: a zip in a bucket, and two
 * stacks.
 */
record PlainDeployment(Stacks stacks, String name, String externalId) {
    private static final String ZIP = "function.zip";
    private static final String TEMPLATE = "ReplicationSource.yaml";

    void deploy() {
        stacks.create(
                TARGET,
                TARGET.of(name),
                read("templates/ReplicationTarget.yaml"),
                Map.of(
                        "SourceAccount",
                        stacks.accounts().sourceId(),
                        "BucketName",
                        stacks.bucket("plain", TARGET),
                        "RoleName",
                        "AllowPutToS3-" + name,
                        "AlarmEmail",
                        "none",
                        "ExternalId",
                        externalId));
        String bucket = stacks.ownBucket(SOURCE);
        S3Client s3 = stacks.accounts().source().s3();
        s3.putObject(request -> request.bucket(bucket).key(ZIP), path("lambda/target/" + ZIP));
        // Too long for a request.
        s3.putObject(
                request -> request.bucket(bucket).key(TEMPLATE), RequestBody.fromString(read("templates/" + TEMPLATE)));
        stacks.create(
                SOURCE,
                SOURCE.of(name),
                s3.utilities()
                        .getUrl(request -> request.bucket(bucket).key(TEMPLATE))
                        .toString(),
                Map.of(
                        "CodeBucket",
                        bucket,
                        "CodeKey",
                        ZIP,
                        "AlarmEmail",
                        "none",
                        TargetGrant.NAME,
                        StackOutputs.of(stacks.accounts().target(), TARGET.of(name))
                                .get(StackOutput.TARGET_GRANT),
                        "SourceBucketName",
                        stacks.bucket("plain", SOURCE),
                        "ExternalId",
                        externalId));
    }

    private static String read(String file) {
        return Unchecked.get(() -> Files.readString(path(file)));
    }

    private static Path path(String file) {
        return Checkout.current().root().resolve(file);
    }
}
