package org.allowput.sandbox.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.sandbox.deployed.AwsCli;
import org.allowput.sandbox.deployed.RunbookCommands;
import software.amazon.awssdk.services.cloudformation.model.Output;

/**
 * Two deployments of the plain templates side by side, and no account was ever bootstrapped. The first is made by the
 * commands of docs/deploy.md, as they are there. The other, {@code a}, has the trigger {@code eventbridge}.
 */
final class PlainDeployments implements AutoCloseable {
    static final String A = Emulator.TARGET_ACCOUNT;
    static final String B = Emulator.SOURCE_ACCOUNT;
    /** Of the first deployment. */
    static final String TARGET = "target-first";

    static final String SOURCE = "source-first";

    /** A part of the block that copies the zip of a release. */
    static final String COPY_ZIP = "aws s3 cp \"$RELEASE/";
    /** The folder of a second release, beside that of the first. */
    static final String LATER_RELEASE = "later";

    private final Path folder;
    private final Emulator emulator;
    private final RunningFunctions functions;
    private final String externalId;

    PlainDeployments(Path folder) throws Exception {
        this.folder = folder;
        emulator = Emulator.start(folder.resolve("emulator"), JavaFunctions.emulatorVariables(folder));
        functions = RunningFunctions.start(emulator, folder);
        account(B).s3().createBucket(request -> request.bucket("code"));
        new S3Bucket(account(B), "code")
                .put(
                        "function.zip",
                        Files.readAllBytes(Checkout.current().root().resolve("lambda/target/function.zip")));
        externalId = deployAsDocumented();
        deployTarget(A, "ReplicationTarget-a", "BucketName=target-a", "RoleName=AllowPutToS3-a");
        deployByEventBridge();
    }

    /** Gives the ExternalId that account A's commands create, which the first of them keeps when it is pasted again. */
    private String deployAsDocumented() {
        String create = documented("deploy.md", "EXTERNAL_ID:=");
        String shown = run(
                A,
                create + create + documented("deploy.md", "echo \"$EXTERNAL_ID\"")
                        + create
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
        return id;
    }

    /** The block of a page that has this text, with this test's names in the place of those to be filled in. */
    static String documented(String page, String part) {
        return Unchecked.get(() -> RunbookCommands.all(page)
                .with(part)
                .replace("SOURCE-BUCKET", SOURCE)
                .replace("CODE-BUCKET", "code")
                .replaceAll("\\bBUCKET\\b", TARGET)
                .replaceAll("\\bADDRESS\\b", "none"));
    }

    /** The line that account A's first deployment states. */
    String targetGrant() {
        return run(A, documented("deploy.md", "'TargetGrant'")).strip();
    }

    private static String withInput(String commands, String input) {
        return "{\n" + commands + "\n} <<<'" + input + "'\n";
    }

    /** {@code aws cloudformation deploy} with account A's template. */
    void deployTarget(String account, String stack, String... parameters) {
        run(
                account,
                command(
                        stack,
                        "ReplicationTarget",
                        Stream.concat(
                                Stream.of("SourceAccount=" + B, "ExternalId=" + externalId(account)),
                                Stream.of(parameters))));
    }

    private void deployByEventBridge() {
        run(
                B,
                command(
                        "ReplicationSource-a",
                        "ReplicationSource",
                        Stream.of(
                                "CodeBucket=code",
                                "CodeKey=function.zip",
                                "TargetGrant='" + A + "|us-east-1|target-a|AllowPutToS3-a||||none|false|false'",
                                "SourceBucketName=source-a",
                                "NotifyQueue=false",
                                "UseEventBridge=true",
                                "DeployedTrigger=eventbridge",
                                "ExternalId=" + externalId(A))));
    }

    /** {@code aws cloudformation deploy} with one of the templates; nobody is notified, unless a parameter says who. */
    static String command(String stack, String template, Stream<String> parameters) {
        return "aws cloudformation deploy --stack-name " + stack + " --template-file templates/" + template + ".yaml"
                + (template.equals("ReplicationSource") ? " --s3-bucket code" : "")
                + " --capabilities CAPABILITY_NAMED_IAM --parameter-overrides AlarmEmail=none "
                + parameters.collect(Collectors.joining(" "));
    }

    /** The ExternalId of account A's first deployment, by which B's function copies. */
    String externalId() {
        return externalId;
    }

    static String externalId(String account) {
        return "agreed-with-" + account;
    }

    /** Runs commands that have to succeed. Gives what they printed. */
    String run(String account, String commands) {
        return tried(account, commands).succeeded();
    }

    Finished tried(String account, String commands) {
        return Unchecked.get(() -> {
            Path work = Files.createTempDirectory(folder, "cli");
            Path checkout = Checkout.current().root();
            Files.createSymbolicLink(work.resolve("templates"), checkout.resolve("templates"));
            for (String version : List.of("1.0.0", "1.1.0")) {
                Path release = Files.createDirectories(
                        work.resolve("target").resolve(version.equals("1.0.0") ? "release" : LATER_RELEASE));
                Files.createSymbolicLink(
                        release.resolve("function-" + version + ".zip"),
                        checkout.resolve("lambda/target/function.zip"));
                Files.createSymbolicLink(
                        release.resolve("ReplicationSource.yaml"),
                        checkout.resolve("templates/ReplicationSource.yaml"));
            }
            return new AwsCli(emulator, work).run(account(account), commands);
        });
    }

    Account account(String id) {
        return emulator.account(id);
    }

    /** A stack's outputs by name. */
    Map<String, String> outputs(String account, String stack) {
        return CloudFormationStacks.find(account(account).cloudFormation(), stack).orElseThrow().outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    Stream<String> functionLog() {
        return functions.lines();
    }

    @Override
    public void close() {
        functions.close();
        emulator.close();
    }
}
