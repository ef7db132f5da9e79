package org.allowput.sandbox.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.sandbox.deployed.AssumedRole;
import org.allowput.sandbox.deployed.AwsCli;
import org.allowput.sandbox.deployed.Reviewer;
import org.allowput.sandbox.deployed.RunbookCommands;
import org.allowput.sandbox.repository.ReleasedTemplate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Output;
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

    private static final String A = Emulator.TARGET_ACCOUNT;
    private static final String B = Emulator.SOURCE_ACCOUNT;
    /** Of the first deployment. */
    private static final String TARGET = "target-first";

    private static final String SOURCE = "source-first";

    /** Of the other deployments. */
    private static final String EXTERNAL_ID = "agreed-with-" + A;

    /** A part of the block that copies the zip of a release. */
    private static final String COPY_ZIP = "aws s3 cp \"$RELEASE/";
    /** What the page says that account A sets in a checkout. */
    private static final String IN_A_CHECKOUT = "RELEASE=templates\n";
    /** The folder of a second release, beside that of the first. */
    private static final String LATER_RELEASE = "later";

    @TempDir
    private static Path folder = Path.of("");

    @AutoClose
    private static Emulator emulator;

    @AutoClose
    private static RunningFunctions functions;

    /**
     * Two deployments side by side. The first is made by the commands of docs/deploy.md, as they are there. The other,
     * {@code a}, has the trigger {@code eventbridge}.
     */
    @BeforeAll
    static void deploy() throws Exception {
        emulator = Emulator.start(folder.resolve("emulator"), JavaFunctions.emulatorVariables(folder));
        functions = RunningFunctions.start(emulator, folder);
        Checkout checkout = Checkout.current();
        link(checkout);
        account(B).s3().createBucket(request -> request.bucket("code"));
        bucket(B, "code")
                .put("function.zip", Files.readAllBytes(checkout.root().resolve("lambda/target/function.zip")));
        deployAsDocumented();
        deployTarget("-a", "BucketName=target-a RoleName=AllowPutToS3-a");
        run(
                B,
                source(
                        "-a",
                        "CodeBucket=code CodeKey=function.zip FunctionName=ReplicateObjects-a"
                                + " SourceBucketName=source-a ExternalId=" + EXTERNAL_ID
                                + " NotifyQueue=false UseEventBridge=true DeployedTrigger=eventbridge"
                                + " TargetGrant='" + A + "|us-east-1|target-a|AllowPutToS3-a||||none|false|false'"));
    }

    @Test
    @Order(1)
    void theDocumentedCommandsOfBothAccountsAreEnoughToReplicate() {
        put(SOURCE, "first");
        await(TARGET, "first");

        assertThat(target().text("first")).isEqualTo("content of first");
        assertThat(targetGrant()).startsWith(A + "|us-east-1|" + TARGET + "|AllowPutToS3||");
        assertThat(Stream.of(A, B)
                        .flatMap(account -> account(account).cloudFormation().describeStacks().stacks().stream())
                        .map(Stack::stackName))
                .as("the stacks of all accounts: none of a bootstrap")
                .containsExactlyInAnyOrder(
                        "ReplicationTarget", "ReplicationTarget-a", "ReplicationSource", "ReplicationSource-a");
    }

    @Test
    @Order(2)
    void theFunctionsLogAndBothStacksStateTheVersion() {
        String version = outputs(B, "ReplicationSource").get("Version");

        assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(outputs(A, "ReplicationTarget")).containsEntry("Version", version);
        assertThat(functions.lines()).anyMatch(line -> line.contains("\"version\":\"" + version + "\""));
    }

    private static void proveStack(String account, String stack) throws IOException {
        assertThat(Reviewer.proven(account(account), stack)).hasSizeGreaterThan(1);
    }

    @Test
    @Order(3)
    void whatCannotBeRightIsRefusedBeforeAnythingIsChanged() {
        Finished both =
                tried(B, source("", "ExternalIdReference=secret:SecretString:::01234567-89ab-cdef-0123-456789abcdef"));
        assertThat(both.status()).as(both.output()).isNotZero();
        assertThat(both.output()).contains("Give ExternalId or ExternalIdReference, not both");

        Finished trigger = tried(B, source("-a", "UseEventBridge=false NotifyQueue=true"));
        assertThat(trigger.status()).as(trigger.output()).isNotZero();
        assertThat(trigger.output()).contains("Events on their way would be lost");
    }

    @Test
    @Order(4)
    @Nightly(4)
    void anUpdateWithAnOptInChangesRoleAndFunction() throws IOException {
        run(A, IN_A_CHECKOUT + documented("deploy.md", "ReplicateTags=true"));
        run(
                B,
                documented("deploy.md", COPY_ZIP).replace("target/release", "target/" + LATER_RELEASE)
                        + documented("deploy.md", "overrides CodeKey=\"$ZIP\"").stripTrailing()
                        + " TargetGrant='" + targetGrant() + "'\n");

        bucket(B, SOURCE).put("tagged", new byte[1], request -> request.tagging("colour=red"));
        await(TARGET, "tagged");
        assertThat(target().tags("tagged")).isEqualTo(Map.of("colour", "red"));
        proveStack(A, "ReplicationTarget");
        proveStack(B, "ReplicationSource");
    }

    @Test
    @Order(5)
    void aDeletedStackTakesTheRoleAndLeavesTheBucketAndItsObjects() {
        run(A, documented("deploy.md", "wait stack-delete-complete"));

        assertThatThrownBy(() -> account(A).iam().getRole(request -> request.roleName("AllowPutToS3")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThat(target().keys()).contains("first");
        put("source-a", "still copied");
        await("target-a", "still copied");
    }

    /** docs/deploy-elsewhere.md: account A without CloudFormation, with the bucket that the deleted stack left. */
    @Test
    @Order(6)
    void twoFilesAreEnoughForTheAwsCliAlone() {
        String printed = run(
                A,
                IN_A_CHECKOUT
                        + documented("deploy.md", "EXTERNAL_ID:=")
                        + documented("deploy-elsewhere.md", "aws iam create-role")
                        + documented("deploy.md", "echo \"$EXTERNAL_ID\""));
        String externalId = printed.lines().toList().getLast();

        S3Bucket asRole = targetAsRole(externalId);
        asRole.put("by-cli", "x");
        assertDenied(() -> asRole.text("by-cli"));
        assertDenied(() -> new S3Bucket(asRole.s3(), "target-a").put("k", "x"));
        assertThatThrownBy(() -> targetAsRole("another-external-id")).isInstanceOf(StsException.class);

        run(A, documented("deploy-elsewhere.md", "aws iam delete-role "));
        assertThatThrownBy(() -> targetAsRole(externalId)).isInstanceOf(StsException.class);
    }

    @Test
    @Order(7)
    void aBucketThatExistsIsUsedAsItIsAndBWritesBelowItsPrefixOnly() throws IOException {
        target().s3()
                .putObjectLockConfiguration(request -> request.bucket(TARGET)
                        .objectLockConfiguration(lock -> lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                .rule(rule -> rule.defaultRetention(retention -> retention
                                        .mode(ObjectLockRetentionMode.GOVERNANCE)
                                        .days(1)))));
        deployTarget("", "CreateBucket=false KeyPrefix=from-b/ BucketName=" + TARGET);

        S3Bucket asRole = targetAsRole(EXTERNAL_ID);
        asRole.put("from-b/k", "x");
        assertDenied(() -> asRole.put("k", "x"));
        proveStack(A, "ReplicationTarget");
        assertThat(target().keys()).contains("first", "from-b/k");
        assertThat(target().head("from-b/k").orElseThrow().objectLockMode())
                .as("the bucket's default retention, for which the role needs no permission")
                .isEqualTo(ObjectLockMode.GOVERNANCE);
    }

    @Test
    @Order(8)
    void theLineThatAccountAStatesIsEnoughForAccountBToCopyBelowThePrefix() {
        run(B, source("", "TargetGrant='" + targetGrant() + "' Revision=another-id ExternalId=" + EXTERNAL_ID));

        put(SOURCE, "below");
        await(TARGET, "from-b/below");
    }

    /** Nobody can send events of AWS's own services by hand, and the emulator has none of CloudTrail. */
    @Test
    @Order(9)
    void theAlarmsOfAccountAAreDeployedAndGetTheEventsOfOtherCallersAndDeniedRequests() {
        deployTarget(
                "-watched",
                "BucketName=target-watched RoleName=AllowPutToS3-watched AlarmEmail=owner@example.com QuietHours=36"
                        + " AlarmCallers=AROAIDPPEZS35WEXAMPLE:ReplicateObjects,"
                        + "AROAJ45Q7YFFAREXAMPLE:ReplicateObjects-large-objects");

        assertThat(run(A, """
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
        return run(A, """
            rule="$(aws events list-rules --output text --query 'Rules[?contains(EventPattern, `"[\\"%1$s\\"]"`)].Name')"
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
        AssumedRole session = AssumedRole.by(account(B), "arn:aws:iam::" + A + ":role/AllowPutToS3", externalId);
        return new S3Bucket(session.in(account(A)), TARGET);
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
        return bucket(A, TARGET);
    }

    private static S3Bucket bucket(String account, String name) {
        return new S3Bucket(account(account), name);
    }

    private static void await(String bucket, String key) {
        Eventually.until(
                TIMEOUT, key + " arrives in " + bucket, () -> bucket(A, bucket).head(key), Optional::isPresent);
    }

    /** Account A's commands create an ExternalId, which the first of them keeps when it is pasted again. */
    private static void deployAsDocumented() {
        String create = documented("deploy.md", "EXTERNAL_ID:=");
        String shown = run(
                A,
                create + create + documented("deploy.md", "echo \"$EXTERNAL_ID\"")
                        + create
                        + IN_A_CHECKOUT
                        + documented("deploy.md", "SourceAccount=222222222222 BucketName=BUCKET")
                        + "echo \"used: $EXTERNAL_ID\"\n");
        List<String> lines = shown.lines().toList();
        String id = lines.getFirst();
        assertThat(lines.getLast()).isEqualTo("used: " + id);
        run(
                B,
                documented("deploy.md", COPY_ZIP)
                        + withInput(documented("deploy.md", "read -rs EXTERNAL_ID"), id)
                        + documented("deploy.md", "TargetGrant='GRANT'").replace("GRANT", targetGrant()));
    }

    /** The block of a page that has this text, with this test's names in the place of those to be filled in. */
    private static String documented(String page, String part) {
        return Unchecked.get(() -> RunbookCommands.all(page)
                .with(part)
                .replace("SOURCE-BUCKET", SOURCE)
                .replace("CODE-BUCKET", "code")
                .replaceAll("\\bBUCKET\\b", TARGET)
                .replaceAll("\\bADDRESS\\b", "none"));
    }

    /** The line that account A's first deployment states. */
    private static String targetGrant() {
        return run(A, documented("deploy.md", "'TargetGrant'")).strip();
    }

    private static String withInput(String commands, String input) {
        return "{\n" + commands + "\n} <<<'" + input + "'\n";
    }

    private static void deployTarget(String suffix, String parameters) {
        String agreed = "SourceAccount=" + B + " ExternalId=" + EXTERNAL_ID + " ";
        run(A, command("ReplicationTarget", suffix, agreed + parameters));
    }

    private static String source(String suffix, String parameters) {
        return command("ReplicationSource", suffix, parameters);
    }

    /** {@code aws cloudformation deploy} with one of the templates; nobody is notified, unless a parameter says who. */
    private static String command(String template, String suffix, String parameters) {
        return "aws cloudformation deploy --template-file templates/%1$s.yaml --stack-name %1$s%2$s"
                        .formatted(template, suffix)
                + (template.equals("ReplicationSource") ? " --s3-bucket code" : "")
                + " --capabilities CAPABILITY_NAMED_IAM --parameter-overrides AlarmEmail=none " + parameters;
    }

    /** Runs commands that have to succeed. Gives what they printed. */
    private static String run(String account, String commands) {
        return tried(account, commands).succeeded();
    }

    private static Finished tried(String account, String commands) {
        return new AwsCli(emulator, folder).run(account(account), commands);
    }

    /** What the commands read, in the folder in which they run: two releases of one zip. */
    private static void link(Checkout checkout) throws IOException {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        for (String name : List.of("trust-policy.json", "role-policy.json")) {
            Files.createSymbolicLink(
                    templates.resolve(name),
                    checkout.root().resolve("templates").resolve(name));
        }
        for (String name : List.of("ReplicationTarget.yaml", "ReplicationSource.yaml")) {
            Files.writeString(templates.resolve(name), ReleasedTemplate.text(checkout, name));
        }
        for (String release : List.of("release/function-1.0.0.zip", LATER_RELEASE + "/function-1.1.0.zip")) {
            Path zip = folder.resolve("target").resolve(release);
            Files.createDirectories(zip.getParent());
            Files.createSymbolicLink(zip, checkout.root().resolve("lambda/target/function.zip"));
            Files.createSymbolicLink(
                    zip.resolveSibling("ReplicationSource.yaml"), templates.resolve("ReplicationSource.yaml"));
        }
    }

    private static Account account(String id) {
        return emulator.account(id);
    }

    /** A stack's outputs by name. */
    private static Map<String, String> outputs(String account, String stack) {
        return StackOutputs.findStack(account(account).cloudFormation(), stack).orElseThrow().outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }
}
