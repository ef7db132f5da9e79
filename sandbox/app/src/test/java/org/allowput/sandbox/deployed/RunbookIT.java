package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.ops.proof.Decision;
import org.allowput.ops.proof.Proof;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.acceptance.Deployment;
import org.allowput.sandbox.command.SandboxCommand;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Each command of the pages for operators and of "Revoke" in docs/for-account-a.md, as written. Which ones were run and
 * which ones were only checked is in {@code target/runbook.txt}.
 */
class RunbookIT {
    /** What the emulator does not have, or what is not deployed in this sandbox. */
    private static final List<String> ONLY_CHECKED =
            List.of("start-message-move-task", "ReconcileFunctionName", "reconcile_logs '", "aws ce ", "REVERT_DRIFT");

    /** The pages whose commands use the variables of the runbook. */
    private static final List<String> FOR_OPERATORS = List.of("on-call.md", "commands.md");

    /** What a reader has set by then. */
    private static final String FILLED_IN = """
        EXTERNAL_ID=agreed SOURCE_ACCOUNT=222222222222 TARGET_ACCOUNT=111111111111
        SOURCE_REGION=us-east-1 TARGET_REGION=us-east-1 RELEASE=target/release ZIP=function-1.0.0.zip
        ROLE_ARN=arn:aws:iam::111111111111:role/AllowPutToS3
        echo '{}' | tee all.json trust.json
        """;

    /** Needs receipts: {@link #aReceiptThatWasNotDeliveredIsDeliveredLaterAndReplacesNothing} has some. */
    private static final String RECEIPTS = "receipts.gz";

    private static final String CONTENT = "by hand";

    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Buckets buckets = new Buckets(sandbox);
    private final String key = "events-by-hand/" + UUID.randomUUID() + ".csv";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyCommandOfTheRunbookIsOneOfAws() throws Exception {
        List<String> blocks = new ArrayList<>();
        for (String page : FOR_OPERATORS) {
            blocks.addAll(RunbookCommands.of(page).blocks());
        }
        blocks.addAll(RunbookCommands.firstOfAlarms());
        AwsCli cli = new AwsCli(sandbox.emulator(), RunbookCommands.folder(folder));
        String variables = RunbookCommands.variables();
        String declared = cli.declared(sandbox.source());
        String version = liveVersion();
        List<String> done = new ArrayList<>();
        SoftAssertions all = new SoftAssertions();
        try {
            for (String block : blocks) {
                if (block.contains(RECEIPTS)) {
                    continue;
                }
                boolean checkOnly = ONLY_CHECKED.stream().anyMatch(block::contains);
                Account account = isOfAccountA(block) ? sandbox.target() : sandbox.source();
                String commands = (isOfAccountA(block) || block.equals(variables) ? "" : declared) + block;
                Finished result = checkOnly ? cli.check(account, commands) : cli.run(account, commands);
                all.assertThat(result.status())
                        .as(block + "\n" + result.output())
                        .isZero();
                done.add((checkOnly ? "checked:\n" : "run:\n") + block);
            }
        } finally {
            sandbox.source()
                    .lambda()
                    .updateAlias(request -> request.functionName(sandbox.output(StackOutput.FUNCTION_NAME))
                            .name("live")
                            .functionVersion(version));
        }
        Files.writeString(Path.of("target", "runbook.txt"), String.join("\n", done));
        all.assertAll();
        assertThat(done.stream().filter(block -> block.startsWith("run:"))).hasSizeGreaterThan(15);
    }

    @Test
    void anOptionThatTheAwsCliDoesNotHaveIsFound() throws Exception {
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);

        assertThat(cli.check(sandbox.source(), "aws sqs list-message-move-tasks --queue-arn arn")
                        .status())
                .isNotZero();
        assertThat(cli.check(sandbox.source(), "aws lambda update-alias --function-name f --name live --to 1")
                        .status())
                .isNotZero();
        assertThat(cli.run(sandbox.source(), "aws logs filter-log-events --log-group-name group --since 2h")
                        .status())
                .isNotZero();
    }

    /** Other tests run most of them; StackSets and the validation before a deployment are in no emulator. */
    @Test
    void theOtherPagesCommandsAreOnesOfTheAwsCli() throws Exception {
        Path docs = Checkout.current().root().resolve("docs");
        Path release = Files.createDirectories(folder.resolve("target/release"));
        Files.writeString(release.resolve("function-1.0.0.zip"), "zip");
        try (Stream<Path> templates = Files.list(docs.resolveSibling("templates"))) {
            for (Path template : templates.toList()) {
                Files.createSymbolicLink(release.resolve(template.getFileName()), template);
            }
        }
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        SoftAssertions all = new SoftAssertions();
        int checked = 0;
        try (Stream<Path> pages = Files.list(docs)) {
            for (Path page :
                    pages.filter(each -> each.toString().endsWith(".md")).toList()) {
                String name = page.getFileName().toString();
                if (FOR_OPERATORS.contains(name) || name.equals("sandbox.md")) {
                    continue; // The other tests run them.
                }
                for (String block : RunbookCommands.of(name).blocks()) {
                    if (name.startsWith("put-yourself.") && !block.matches("(?s).*aws (iam|cloudformation).*")) {
                        continue; // ClientsIT runs the programs.
                    }
                    Finished result = cli.check(
                            sandbox.source(),
                            FILLED_IN + block.replace("PARAMETERS-OF-ACCOUNT-B", "TargetAccount=111111111111"));
                    all.assertThat(result.status())
                            .as(name + "\n" + block + "\n" + result.output())
                            .isZero();
                    checked++;
                }
            }
        }
        all.assertAll();
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void oneCommandRevokesNewAndExistingSessionsAndAnotherTrustsAgain() throws Exception {
        RunbookCommands page = RunbookCommands.of("for-account-a.md");
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        AssumedRole issued = assumeRole();
        put(issued);

        run(cli, page.with("--policy-name DenyAll --policy-document"));
        assertDenied(issued);
        assertDenied(assumeRole());

        run(cli, page.with("delete-role-policy"));
        put(issued);
        put(assumeRole());
    }

    @Test
    void oneAccountOfSeveralIsRevokedByItsStatementAndTrustedAgainByTheSavedPolicy() throws Exception {
        RunbookCommands page = RunbookCommands.of("for-account-a.md");
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        TrustPolicy trust = new TrustPolicy(Deployment.of(sandbox));
        String document = trust.document();
        AssumedRole issued = assumeRole();
        try {
            run(cli, page.with("get-role --role-name"));
            trust.replace(sandbox.externalId(), "the-id-is-another-now");
            assertThatThrownBy(this::assumeRole).isInstanceOf(StsException.class);
            put(issued);

            run(cli, page.with("DenyOlderSessions"));
            assertDenied(issued);

            run(cli, page.with("update-assume-role-policy"));
            run(cli, page.with("delete-role-policy").replace("DenyAll", "DenyOlderSessions"));
            assertThat(trust.document()).isEqualToIgnoringWhitespace(document);
        } finally {
            trust.put(document);
        }
        put(assumeRole());
    }

    @Test
    void aReceiptThatWasNotDeliveredIsDeliveredLaterAndReplacesNothing() throws Exception {
        RunbookCommands operations = RunbookCommands.of("on-call.md");
        String take = operations.with("gzip > " + RECEIPTS);
        String deliver = operations.with("--body " + RECEIPTS);
        String name = take.replaceFirst("(?s).*NAME=(\\S+).*", "$1");
        List<Receipt> kept = OutcomeLabel.WITH_RECEIPT.stream()
                .map(kind -> new Receipt(
                        sandbox.sourceBucket(),
                        "a",
                        sandbox.targetBucket(),
                        "a",
                        kind,
                        null,
                        null,
                        Instant.EPOCH,
                        "1",
                        1))
                .toList();
        sandbox.source().s3().createBucket(bucket -> bucket.bucket("kept-receipts"));
        new S3Bucket(sandbox.source(), "kept-receipts").put(Receipts.PREFIX + name, Receipts.write(kept));
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        cli.run(sandbox.source(), "output() { echo kept-receipts; }\n" + take).succeeded();
        Credentials session = assumeRole().credentials();
        String asRole = """
            export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s
            TARGET_BUCKET=%s NAME=%s
            """.formatted(
                session.accessKeyId(), session.secretAccessKey(), session.sessionToken(), sandbox.targetBucket(), name);

        run(cli, asRole + deliver);

        byte[] content = buckets.target().bytes("_deliveries/" + name);
        assertThat(JSON.std
                        .anySequenceFrom(new GZIPInputStream(new ByteArrayInputStream(content)))
                        .readAll())
                .extracting("outcome")
                .containsExactlyInAnyOrder("COPIED", "DELETED", "UNCONFIRMED");
        Finished again = cli.run(sandbox.target(), asRole + deliver);
        assertThat(again.status()).isNotZero();
        assertThat(again.output()).contains("PreconditionFailed");
    }

    /** What both stacks deployed, as each account's reviewer reads it. */
    @Test
    void whatIsDeployedIsProven() throws Exception {
        List<String> proven = new ArrayList<>(Reviewer.proven(sandbox.target(), "ReplicationTarget"));
        proven.addAll(Reviewer.proven(sandbox.source(), "ReplicationSource"));

        assertThat(proven)
                .anyMatch(statement -> statement.contains(
                        "A session of AllowPutToS3 can only s3:PutObject on arn:aws:s3:::" + sandbox.targetBucket()));
        Files.write(Path.of("target", "proof.txt"), proven);
    }

    /** What runs is read, not what the template said of it. */
    @Test
    void anotherRoleOfAFunctionOrAWorkflowThanTheDeployedOneIsFound() throws Exception {
        Account source = sandbox.source();
        String function = sandbox.output(StackOutput.FUNCTION_NAME);
        String workflow = sandbox.output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
        String trust = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":
            ["lambda.amazonaws.com","states.amazonaws.com"]},"Action":"sts:AssumeRole"}}\
            """;
        String admin = source.iam()
                .createRole(request -> request.roleName("Admin").assumeRolePolicyDocument(trust))
                .role()
                .arn();
        String ofFunction = source.lambda()
                .getFunctionConfiguration(request -> request.functionName(function))
                .role();
        String ofWorkflow = source.stepFunctions()
                .describeStateMachine(request -> request.stateMachineArn(workflow))
                .roleArn();
        try {
            source.lambda()
                    .updateFunctionConfiguration(
                            request -> request.functionName(function).role(admin));
            assertThat(refuted(source)).containsExactly("7 version $LATEST of the function " + function);

            source.lambda()
                    .updateFunctionConfiguration(
                            request -> request.functionName(function).role(ofFunction));
            source.stepFunctions()
                    .updateStateMachine(
                            request -> request.stateMachineArn(workflow).roleArn(admin));
            assertThat(refuted(source))
                    .containsExactly("7 the state machine " + workflow.substring(workflow.lastIndexOf(':') + 1));
        } finally {
            source.lambda()
                    .updateFunctionConfiguration(
                            request -> request.functionName(function).role(ofFunction));
            source.stepFunctions()
                    .updateStateMachine(
                            request -> request.stateMachineArn(workflow).roleArn(ofWorkflow));
            source.iam().deleteRole(request -> request.roleName("Admin"));
        }
    }

    private static List<String> refuted(Account account) throws IOException {
        return Proof.ofAccount(Reviewer.of(account), List.of("ReplicationSource"), List.of()).decisions().stream()
                .filter(decision -> decision.verdict() != Decision.Verdict.PROVEN)
                .map(decision -> decision.number() + " " + decision.reason().replaceFirst(" has the role .*", ""))
                .toList();
    }

    /** As far as the emulator has them: it summarizes no events, and has no table of a trail. */
    @Test
    void dataEventsOfTheBucketAreSwitchedOnAndCallersLookedUp() throws Exception {
        RunbookCommands page = RunbookCommands.of("for-account-a.md");
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);

        run(
                cli,
                "aws cloudtrail create-trail --name audit --s3-bucket-name " + sandbox.targetBucket() + "\n"
                        + page.with("put-event-selectors")
                                .replace("--trail-name TRAIL", "--trail-name audit")
                                .replace("TARGET_BUCKET", sandbox.targetBucket()));
        Finished selectors =
                cli.run(sandbox.target(), "aws cloudtrail get-event-selectors --trail-name audit --output json");
        assertThat(selectors.output())
                .contains("arn:aws:s3:::" + sandbox.targetBucket() + "/")
                .contains("AWS::S3::Object");
        run(
                cli,
                page.with("lookup-events")
                        .replace("SOURCE-REGION", sandbox.source().region().id()));
    }

    @Test
    @Nightly(2)
    void anAccountThatIsNoLongerTrusted() throws Exception {
        String shown = new TrustPolicy(Deployment.of(sandbox))
                .with(sandbox.source().id(), "333333333333", () -> {
                    new TrustPolicy(Deployment.of(sandbox)).startFunctionAnew();
                    buckets.source().put("first/trust", "content");
                    return new AwsCli(sandbox.emulator(), folder).first("assume-role-denied", "first/trust");
                });
        assertThat(shown).contains("was denied to", "(2) the trust policy does not name this account");
        buckets.arrived("first/trust");
    }

    @Test
    void aBucketPolicyThatDenies() throws Exception {
        String shown = buckets.whileDenied("first/denied", () -> {
            buckets.source().put("first/denied", "content");
            return new AwsCli(sandbox.emulator(), folder).first("access-denied", "first/denied");
        });

        assertThat(shown).contains("source bucket answered 403 AccessDenied");
        buckets.arrived("first/denied");
    }

    @Test
    void theCommandsOfThePageCopyAnObject() throws Exception {
        List<String> blocks = RunbookCommands.asWritten("commands.md", "event");
        assertThat(blocks).hasSize(3);
        programs();
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        String before = cli.declared(sandbox.source());
        buckets.source().put(key, CONTENT);
        awaitTheCopy();

        buckets.target().delete(key);
        Finished sent = cli.run(sandbox.source(), before + blocks.getFirst().replace("in/a.csv", key));
        assertThat(sent.output()).isEqualTo("sentToQueue        1\nkeys               1\n");
        awaitTheCopy();

        assertCopiedBy(cli, before + blocks.get(1).replace("in/a.csv", key));
        assertCopiedBy(cli, blocks.getLast());
    }

    @Test
    void theAwsCliAndTheCommandsOfBinWorkInTheSandboxWithWhatEnvPrints() throws Exception {
        programs();
        Files.writeString(folder.resolve("README.md"), CONTENT);
        Files.createSymbolicLink(
                folder.resolve(".sandbox"), sandbox.stateDirectory().toAbsolutePath());
        String commands =
                String.join("", RunbookCommands.asWritten("sandbox.md", "With the AWS CLI and the commands of bin"));
        assertThat(commands).contains("env b)", "bin/status\n");

        // The variables of the other account are replaced.
        Finished result = new AwsCli(sandbox.emulator(), folder)
                .run(sandbox.target(), commands.replace("bin/status\n", "bin/status || [ $? = 1 ]\n"));

        assertThat(result.succeeded())
                .containsPattern("\nprocessing +Enabled\n")
                .contains("AssumedRoleUser");
        assertThat(buckets.source().text("README.md")).isEqualTo(CONTENT);
    }

    private void assertCopiedBy(AwsCli cli, String commands) {
        buckets.target().delete(key);

        Finished result = cli.run(sandbox.source(), commands);

        assertThat(result.succeeded()).contains("null").doesNotContain("FunctionError");
        assertThat(buckets.target().text(key)).as(commands).isEqualTo(CONTENT);
    }

    private void awaitTheCopy() {
        Eventually.until(
                Duration.ofMinutes(1), "the copy", () -> buckets.target().head(key), Optional::isPresent);
    }

    /** Commands of operators with what this build has made, and {@code bin/sandbox} for the sandbox under test. */
    private void programs() throws IOException {
        Path root = Checkout.current().root();
        for (String script : List.of("build/common.sh", "build/find-tool", "bin/event", "bin/status")) {
            Path copy = folder.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(root.resolve(script), copy);
        }
        Path target = Files.createDirectories(folder.resolve("ops/commands/target"));
        for (String built : List.of("classes", "lib")) {
            Files.createSymbolicLink(
                    target.resolve(built), root.resolve("ops/commands/target").resolve(built));
        }
        Files.createFile(target.resolve("built"));
        Path program = Files.writeString(folder.resolve("bin/sandbox"), """
            #!/usr/bin/env bash
            exec "%s/bin/java" -XX:TieredStopAtLevel=1 -Dsandbox.checkout="%s" -cp "%s" %s "$1" --state "%s" "${@:2}"
            """.formatted(
                        System.getProperty("java.home"),
                        root,
                        System.getProperty("java.class.path"),
                        SandboxCommand.class.getName(),
                        sandbox.stateDirectory().toAbsolutePath()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static boolean isOfAccountA(String block) {
        return block.contains("aws iam") || block.contains("BUCKET=allow-put-target");
    }

    private void run(AwsCli cli, String commands) {
        cli.run(sandbox.target(), commands).succeeded();
    }

    private AssumedRole assumeRole() {
        return AssumedRole.by(sandbox.source(), sandbox.roleArn(), sandbox.externalId());
    }

    private void put(AssumedRole session) {
        new S3Bucket(session.in(sandbox.target()), sandbox.targetBucket()).put("revoked", "content");
    }

    private void assertDenied(AssumedRole session) {
        assertThatThrownBy(() -> put(session))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    private String liveVersion() {
        return sandbox.source()
                .lambda()
                .getAlias(request -> request.functionName(sandbox.output(StackOutput.FUNCTION_NAME))
                        .name("live"))
                .functionVersion();
    }
}
