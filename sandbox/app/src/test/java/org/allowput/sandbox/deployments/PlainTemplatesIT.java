package org.allowput.sandbox.deployments;

import static org.allowput.sandbox.deployments.PlainDeployments.A;
import static org.allowput.sandbox.deployments.PlainDeployments.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.deployed.AssumedRole;
import org.allowput.sandbox.deployed.Reviewer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The plain templates, deployed by {@code aws cloudformation deploy} into accounts that were never bootstrapped. The
 * tests follow one another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainTemplatesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder = Path.of("");

    @AutoClose
    static PlainDeployments deployments;

    @BeforeAll
    static void deploy() throws Exception {
        deployments = new PlainDeployments(folder);
    }

    @Test
    @Order(1)
    void theDocumentedCommandsOfBothAccountsAreEnoughToReplicate() {
        put(PlainDeployments.SOURCE, "first");
        awaitKeys(A, PlainDeployments.TARGET, List.of("first"));

        assertThat(target().text("first")).isEqualTo("content of first");
        assertThat(deployments.targetGrant())
                .startsWith(A + "|us-east-1|" + PlainDeployments.TARGET + "|AllowPutToS3||");
        assertThat(Stream.of(A, B)
                        .flatMap(account ->
                                deployments.account(account).cloudFormation().describeStacks().stacks().stream())
                        .map(Stack::stackName))
                .as("the stacks of all accounts: none of a bootstrap")
                .containsExactlyInAnyOrder(
                        "ReplicationTarget", "ReplicationTarget-a", "ReplicationSource", "ReplicationSource-a");
    }

    @Test
    @Order(2)
    void theFunctionsLogAndBothStacksStateTheVersion() {
        String version = deployments.outputs(B, "ReplicationSource").get("Version");

        assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(deployments.outputs(A, "ReplicationTarget")).containsEntry("Version", version);
        assertThat(deployments.functionLog()).anyMatch(line -> line.contains("\"version\":\"" + version + "\""));
    }

    private static void proveStacks(String account, String... stacks) throws IOException {
        for (String stack : stacks) {
            assertThat(Reviewer.proven(deployments.account(account), stack)).hasSizeGreaterThan(1);
        }
    }

    @Test
    @Order(3)
    void whatCannotBeRightIsRefusedBeforeAnythingIsChanged() {
        Finished both = deployments.tried(
                B,
                PlainDeployments.command(
                        "ReplicationSource",
                        "ReplicationSource",
                        Stream.of("ExternalIdReference=secret:SecretString:::01234567-89ab-cdef-0123-456789abcdef")));
        assertThat(both.status()).as(both.output()).isNotZero();
        assertThat(both.output()).contains("Give ExternalId or ExternalIdReference, not both");

        Finished trigger = deployments.tried(
                B,
                PlainDeployments.command(
                        "ReplicationSource-a",
                        "ReplicationSource",
                        Stream.of("UseEventBridge=false", "NotifyQueue=true")));
        assertThat(trigger.status()).as(trigger.output()).isNotZero();
        assertThat(trigger.output()).contains("Events on their way would be lost");
    }

    @Test
    @Order(4)
    @Nightly(4)
    void anUpdateWithAnOptInChangesRoleAndFunction() throws IOException {
        deployments.run(A, PlainDeployments.documented("deploy.md", "ReplicateTags=true"));
        deployments.run(
                B,
                PlainDeployments.documented("deploy.md", PlainDeployments.COPY_ZIP)
                                .replace("target/release", "target/" + PlainDeployments.LATER_RELEASE)
                        + PlainDeployments.documented("deploy.md", "overrides CodeKey=\"$ZIP\"")
                                .stripTrailing()
                        + " TargetGrant='" + deployments.targetGrant() + "'\n");

        bucket(B, PlainDeployments.SOURCE).put("tagged", new byte[1], request -> request.tagging("colour=red"));
        awaitKeys(A, PlainDeployments.TARGET, List.of("tagged"));
        assertThat(target().tags("tagged")).isEqualTo(Map.of("colour", "red"));
        proveStacks(A, "ReplicationTarget");
        proveStacks(B, "ReplicationSource");
    }

    @Test
    @Order(5)
    void aDeletedStackTakesTheRoleAndLeavesTheBucketAndItsObjects() {
        deployments.run(A, PlainDeployments.documented("deploy.md", "wait stack-delete-complete"));

        assertThatThrownBy(() -> deployments.account(A).iam().getRole(request -> request.roleName("AllowPutToS3")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThat(target().keys()).contains("first");
        put("source-a", "still copied");
        awaitKeys(A, "target-a", List.of("still copied"));
    }

    /** docs/deploy-elsewhere.md: account A without CloudFormation, with the bucket that the deleted stack left. */
    @Test
    @Order(6)
    void twoFilesAreEnoughForTheAwsCliAlone() {
        String printed = deployments.run(
                A,
                PlainDeployments.documented("deploy.md", "EXTERNAL_ID:=")
                        + PlainDeployments.documented("deploy-elsewhere.md", "aws iam create-role")
                        + PlainDeployments.documented("deploy.md", "echo \"$EXTERNAL_ID\""));
        String externalId = printed.lines().toList().getLast();

        S3Bucket asRole = targetAsRole(externalId);
        asRole.put("by-cli", "x");
        assertDenied(() -> asRole.text("by-cli"));
        assertDenied(() -> new S3Bucket(asRole.s3(), "target-a").put("k", "x"));
        assertThatThrownBy(() -> targetAsRole("another-external-id")).isInstanceOf(StsException.class);

        deployments.run(A, PlainDeployments.documented("deploy-elsewhere.md", "aws iam delete-role "));
        assertThatThrownBy(() -> targetAsRole(externalId)).isInstanceOf(StsException.class);
    }

    @Test
    @Order(7)
    void aBucketThatExistsIsUsedAsItIsAndBWritesBelowItsPrefixOnly() throws IOException {
        target().s3()
                .putObjectLockConfiguration(request -> request.bucket(PlainDeployments.TARGET)
                        .objectLockConfiguration(lock -> lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                .rule(rule -> rule.defaultRetention(retention -> retention
                                        .mode(ObjectLockRetentionMode.GOVERNANCE)
                                        .days(1)))));
        deployments.deployTarget(
                A,
                "ReplicationTarget",
                "BucketName=" + PlainDeployments.TARGET,
                "CreateBucket=false",
                "KeyPrefix=from-b/");

        S3Bucket asRole = targetAsRole(PlainDeployments.externalId(A));
        asRole.put("from-b/k", "x");
        assertDenied(() -> asRole.put("k", "x"));
        proveStacks(A, "ReplicationTarget");
        assertThat(target().keys()).contains("first", "from-b/k");
        assertThat(target().head("from-b/k").orElseThrow().objectLockMode())
                .as("the bucket's default retention, for which the role needs no permission")
                .isEqualTo(ObjectLockMode.GOVERNANCE);
    }

    @Test
    @Order(8)
    void theLineThatAccountAStatesIsEnoughForAccountBToCopyBelowThePrefix() {
        deployments.run(
                B,
                PlainDeployments.command(
                        "ReplicationSource",
                        "ReplicationSource",
                        Stream.of(
                                "TargetGrant='" + deployments.targetGrant() + "'",
                                "ExternalId=" + PlainDeployments.externalId(A),
                                "Revision=another-id")));

        put(PlainDeployments.SOURCE, "below");
        awaitKeys(A, PlainDeployments.TARGET, List.of("from-b/below"));
    }

    /** Nobody can send events of AWS's own services by hand, and the emulator has none of CloudTrail. */
    @Test
    @Order(9)
    void theAlarmsOfAccountAAreDeployedAndGetTheEventsOfOtherCallersAndDeniedRequests() {
        deployments.deployTarget(
                A,
                "ReplicationTarget-watched",
                "BucketName=target-watched",
                "RoleName=AllowPutToS3-watched",
                "AlarmEmail=owner@example.com",
                "QuietHours=36",
                "AlarmCallers=AROAIDPPEZS35WEXAMPLE:ReplicateObjects,AROAJ45Q7YFFAREXAMPLE:ReplicateObjects-large-objects");

        assertThat(deployments.run(A, """
            aws cloudwatch describe-alarms --output text --query \
                'MetricAlarms[?Namespace==`AWS/S3`].[MetricName,Threshold,EvaluationPeriods,TreatMissingData]'
            """).lines()).containsExactly("PutRequests\t0.0\t36\tbreaching");
        assertThat(delivered("aws.sts")).contains("AROAOTHERROLEEXAMPLE1:somebody");
        assertThat(delivered("aws.s3")).contains("AROAOTHERROLEEXAMPLE1:somebody");
    }

    /**
     * What arrives in the queue of a rule, which gets another source for that: that of a service only AWS may state.
     */
    private static String delivered(String source) {
        return deployments.run(A, """
            rule="$(aws events list-rules --output text --query 'Rules[?contains(EventPattern, `%1$s`)].Name')"
            pattern="$(aws events describe-rule --name "$rule" --output text --query EventPattern)"
            aws events put-rule --name "$rule" --state ENABLED --event-pattern "${pattern/%1$s/by-hand}" >/dev/null
            aws events put-events --output text --query FailedEntryCount --entries '[{
                "Source": "by-hand", "DetailType": "AWS API Call via CloudTrail", "Detail": "{\
                \\"eventName\\": \\"AssumeRole\\", \\"errorCode\\": \\"AccessDenied\\",\
                \\"requestParameters\\": {\\"roleArn\\": \\"arn:aws:iam::%2$s:role/AllowPutToS3-watched\\"},\
                \\"userIdentity\\": {\\"principalId\\": \\"AROAOTHERROLEEXAMPLE1:somebody\\",\
                \\"sessionContext\\": {\\"sessionIssuer\\":\
                {\\"arn\\": \\"arn:aws:iam::%2$s:role/AllowPutToS3-watched\\"}}}}"}]'
            queue="$(aws events list-targets-by-rule --rule "$rule" --output text --query 'Targets[0].Arn')"
            url="$(aws sqs get-queue-url --queue-name "${queue##*:}" --output text)"
            aws sqs receive-message --queue-url "$url" --wait-time-seconds 20 --output text --query 'Messages[].Body'
            """.formatted(source, A));
    }

    private static S3Bucket targetAsRole(String externalId) {
        AssumedRole session =
                AssumedRole.by(deployments.account(B), "arn:aws:iam::" + A + ":role/AllowPutToS3", externalId);
        return new S3Bucket(session.in(deployments.account(A)), PlainDeployments.TARGET);
    }

    private static void assertDenied(Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    private static void put(String bucket, String key) {
        bucket(B, bucket).put(key, "content of " + key);
    }

    private static S3Bucket target() {
        return bucket(A, PlainDeployments.TARGET);
    }

    private static S3Bucket bucket(String account, String name) {
        return new S3Bucket(deployments.account(account), name);
    }

    private static void awaitKeys(String account, String bucket, List<String> keys) {
        Eventually.until(
                TIMEOUT,
                "objects arrive in " + bucket,
                bucket(account, bucket)::keys,
                found -> found.containsAll(keys));
    }
}
