package org.allowput.sandbox.deployed;

import static org.allowput.sandbox.deployed.PlainDeployments.A;
import static org.allowput.sandbox.deployed.PlainDeployments.B;
import static org.allowput.sandbox.deployed.PlainDeployments.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The plain templates, deployed with {@code aws cloudformation deploy} as docs/deploy.md shows it, into accounts that
 * were never bootstrapped; and three deployments side by side. The tests follow one another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainTemplatesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BATCH = 20;

    static PlainDeployments deployments;
    static Duration undisturbed = Duration.ZERO;

    @BeforeAll
    static void start() throws Exception {
        deployments = new PlainDeployments();
    }

    @AfterAll
    static void end() {
        deployments.close();
    }

    @Test
    @Order(1)
    void oneSourceBucketIsCopiedToTwoAccountsBesideAThirdDeployment() {
        Instant start = Instant.now();
        List<String> keys = putBatch("source-one", "first/");
        put("source-three", "other");

        awaitKeys(A, "target-one", keys);
        undisturbed = Duration.between(start, Instant.now());
        awaitKeys(C, "target-two", keys);
        awaitKeys(A, "target-three", List.of("other"));
        assertThat(keys(A, "target-one")).doesNotContain("other");
        assertThat(keys(A, "target-three")).containsExactly("other");
        assertThat(deployments
                        .account(A)
                        .s3()
                        .getObjectAsBytes(
                                request -> request.bucket("target-one").key("first/0"))
                        .asUtf8String())
                .isEqualTo("content of first/0");
    }

    @Test
    @Order(2)
    void noAccountWasBootstrapped() {
        for (String account : List.of(A, B, C)) {
            assertThat(deployments
                            .account(account)
                            .cloudFormation()
                            .describeStacks()
                            .stacks())
                    .isNotEmpty()
                    .allMatch(stack -> stack.stackName().startsWith("Replication"));
        }
    }

    @Test
    @Order(3)
    void theRolesPutAndDoNothingElseAndOnlyForTheAgreedAccountAndExternalId() {
        S3Client asRole = asRole(deployments.account(B), PlainDeployments.externalId(A));
        asRole.putObject(request -> request.bucket("target-one").key("by-hand"), RequestBody.fromString("x"));

        assertDenied(() ->
                asRole.getObjectAsBytes(request -> request.bucket("target-one").key("by-hand")));
        assertDenied(() ->
                asRole.deleteObject(request -> request.bucket("target-one").key("by-hand")));
        assertDenied(() ->
                asRole.putObject(request -> request.bucket("target-three").key("k"), RequestBody.fromString("x")));
        assertThatThrownBy(() -> asRole(deployments.account(B), "another-external-id"))
                .isInstanceOf(StsException.class);
        assertThatThrownBy(() -> asRole(deployments.account(C), PlainDeployments.externalId(A)))
                .isInstanceOf(StsException.class);
    }

    @Test
    @Order(4)
    void parametersThatCannotBeRightAreRefusedBeforeAnythingIsCreated() {
        TemplateCli.Ended ended = deployments
                .cli()
                .deploy(C, "Refused", "ReplicationTarget", "SourceAccount=12", "BucketName=b", "ExternalId=x");
        assertThat(ended.status()).as(ended.output()).isNotZero();

        TemplateCli.Ended trigger = deployments
                .cli()
                .deploy(B, "ReplicationSource", "ReplicationSource", "UseEventBridge=false", "NotifyQueue=true");
        assertThat(trigger.status()).as(trigger.output()).isNotZero();
        assertThat(trigger.output()).contains("Events on their way would be lost");
    }

    @Test
    @Order(5)
    void whileOneTargetDeniesTheOtherIsNotDelayedAndNothingIsLost() {
        deployments
                .account(C)
                .iam()
                .putRolePolicy(request ->
                        request.roleName("AllowPutToS3").policyName("Failing").policyDocument("""
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
                            """));
        Instant start = Instant.now();
        List<String> keys = putBatch("source-one", "second/");
        awaitKeys(A, "target-one", keys);
        Duration whileFailing = Duration.between(start, Instant.now());

        System.out.printf(
                "%d objects: %d ms, and %d ms while the other target denies%n",
                BATCH, undisturbed.toMillis(), whileFailing.toMillis());
        assertThat(whileFailing).isLessThan(undisturbed.multipliedBy(2).plusSeconds(5));
        assertThat(keys(C, "target-two")).doesNotContainAnyElementsOf(keys);
        Eventually.until(
                TIMEOUT,
                "the messages stay in the queue of the target that denies",
                () -> messagesOf("ReplicationSource-two"),
                left -> left > 0);
        deployments
                .account(C)
                .iam()
                .deleteRolePolicy(request -> request.roleName("AllowPutToS3").policyName("Failing"));
    }

    @Test
    @Order(6)
    void anUpdateWithAnotherRevisionChangesRoleAndFunction() {
        deployments.deployTarget(A, "ReplicationTarget", "BucketName=target-one", "ReplicateTags=true");
        deployments.deploySource("ReplicationSource", "ReplicateTags=true", "Revision=2");

        deployments
                .account(B)
                .s3()
                .putObject(
                        request -> request.bucket("source-one").key("tagged").tagging("colour=red"),
                        RequestBody.fromString("content of tagged"));
        awaitKeys(A, "target-one", List.of("tagged"));
        assertThat(deployments
                        .account(A)
                        .s3()
                        .getObjectTagging(
                                request -> request.bucket("target-one").key("tagged"))
                        .tagSet())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("red"));
    }

    @Test
    @Order(7)
    void aDeletedStackTakesTheRoleAndLeavesTheBucketAndItsObjects() {
        TemplateCli cli = deployments.cli();
        assertThat(cli.run(A, "cloudformation", "delete-stack", "--stack-name", "ReplicationTarget")
                        .status())
                .isZero();
        assertThat(cli.run(A, "cloudformation", "wait", "stack-delete-complete", "--stack-name", "ReplicationTarget")
                        .status())
                .isZero();

        assertThatThrownBy(() -> deployments.account(A).iam().getRole(request -> request.roleName("AllowPutToS3")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThat(keys(A, "target-one")).contains("first/0", "tagged");
        put("source-three", "still copied");
        awaitKeys(A, "target-three", List.of("still copied"));
    }

    /** docs/deploy-aws-cli.md. */
    @Test
    @Order(8)
    void twoFilesAreEnoughForTheAwsCliAlone(@TempDir Path folder) throws IOException {
        String account = "444444444444";
        Map<String, String> values = Map.of(
                "SOURCE_ACCOUNT",
                B,
                "EXTERNAL_ID",
                PlainDeployments.externalId(account),
                "TARGET_BUCKET",
                "target-four");
        for (String name : List.of("trust-policy.json", "role-policy.json")) {
            String policy = Files.readString(
                    Checkout.current().root().resolve("templates").resolve(name));
            for (Map.Entry<String, String> value : values.entrySet()) {
                policy = policy.replace(value.getKey(), value.getValue());
            }
            Files.writeString(folder.resolve(name), policy);
        }
        TemplateCli cli = deployments.cli();
        String trust = "file://" + folder.resolve("trust-policy.json");
        String permissions = "file://" + folder.resolve("role-policy.json");
        for (String command : List.of(
                "s3api create-bucket --bucket target-four",
                "iam create-role --role-name AllowPutToS3 --assume-role-policy-document " + trust,
                "iam put-role-policy --role-name AllowPutToS3 --policy-name AllowPutToS3 --policy-document "
                        + permissions)) {
            TemplateCli.Ended ended = cli.run(account, command.split(" "));
            assertThat(ended.status()).as(ended.output()).isZero();
        }

        S3Client asRole = asRole(deployments.account(B), account, PlainDeployments.externalId(account));
        asRole.putObject(request -> request.bucket("target-four").key("k"), RequestBody.fromString("x"));
        assertDenied(() ->
                asRole.getObjectAsBytes(request -> request.bucket("target-four").key("k")));
        assertThatThrownBy(() -> asRole(deployments.account(B), account, "another-external-id"))
                .isInstanceOf(StsException.class);
    }

    private static S3Client asRole(Account caller, String externalId) {
        return asRole(caller, A, externalId);
    }

    private static S3Client asRole(Account caller, String target, String externalId) {
        Credentials session = caller.sts()
                .assumeRole(request -> request.roleArn("arn:aws:iam::" + target + ":role/AllowPutToS3")
                        .roleSessionName("by-hand")
                        .externalId(externalId))
                .credentials();
        return caller.as(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
                .s3();
    }

    private static void assertDenied(Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    private static List<String> putBatch(String bucket, String prefix) {
        List<String> keys =
                IntStream.range(0, BATCH).mapToObj(number -> prefix + number).toList();
        keys.forEach(key -> put(bucket, key));
        return keys;
    }

    private static void put(String bucket, String key) {
        deployments
                .account(B)
                .s3()
                .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("content of " + key));
    }

    private static void awaitKeys(String account, String bucket, List<String> keys) {
        Eventually.until(
                TIMEOUT, "objects arrive in " + bucket, () -> keys(account, bucket), found -> found.containsAll(keys));
    }

    private static List<String> keys(String account, String bucket) {
        return deployments.account(account).s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** Waiting or received, and not deleted. */
    private static int messagesOf(String stack) {
        Account account = deployments.account(B);
        String queue = account
                .cloudFormation()
                .describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst()
                .outputs()
                .stream()
                .filter(output -> output.outputKey().equals("QueueUrl"))
                .findFirst()
                .orElseThrow()
                .outputValue();
        return account
                .sqs()
                .getQueueAttributes(request -> request.queueUrl(queue)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
