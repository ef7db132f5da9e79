package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.access.AccessCheck;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.GeneratedExternalId;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.StateDirectory;
import org.allowput.sandbox.deployed.Buckets;
import org.allowput.sandbox.deployed.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * {@code bin/sandbox}, with a sandbox that is up, and what the deployed function and an emulator say when they cannot
 * do what they should: as {@code messages.md}.
 */
class CommandsIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void upTwiceIsHarmless() throws IOException {
        String before = Files.readString(sandbox.stateDirectory().resolve("state.json"));

        assertThat(run("up")).as(err::toString).isZero();

        assertThat(out.toString())
                .startsWith("The sandbox is up at " + sandbox.emulator().endpoint());
        assertThat(sandbox.stateDirectory().resolve("state.json")).hasContent(before);
    }

    @Test
    @Nightly(2)
    void upWithOtherSettingsDeploysThemAndKeepsTheRest() throws IOException {
        assertThat(run("up", "-c", "optIns.replicateTags=true"))
                .as(err::toString)
                .isZero();
        try {
            assertThat(out.toString()).contains("deploying the settings that differ");
            assertThat(tagging()).isEqualTo("allowed allowed");

            assertThat(run("up", "-c", "optIns.replicateTags=true")).isZero();
            assertThat(out.toString()).doesNotContain("deploying");
        } finally {
            assertThat(run("up", "-c", "optIns.replicateTags=false")).isZero();
        }
        assertThat(tagging()).isEqualTo("denied denied");
    }

    @Test
    void upWithAnotherNameDeploysBesideWhatIsUp() throws Exception {
        assertThat(run("up", "-c", "name=prod")).as(err::toString).isZero();
        assertThat(out.toString())
                .contains("deploying two more stacks", "The sandbox is up at ", "The deployment prod is up at ");
        try (Sandbox prod = Sandbox.attach(sandbox.directory(), "prod")) {
            for (Sandbox each : List.of(sandbox, prod)) {
                new Buckets(each).source().put("from/" + each.sourceBucket(), "content");
            }
            for (Sandbox each : List.of(sandbox, prod)) {
                new Buckets(each).arrived("from/" + each.sourceBucket());
            }
            assertThat(new Buckets(prod).target().keys()).containsExactly("from/" + prod.sourceBucket());

            CommandProcess commands = new CommandProcess(sandbox.emulator());
            String key = "from/" + prod.sourceBucket();
            String copied =
                    "verdict            copied\nwhat               → s3://" + prod.targetBucket() + "/" + key + " at ";
            Eventually.until(
                    Duration.ofMinutes(1),
                    "where says that it is copied",
                    () -> commands.run("where", "--name", "prod", key).output(),
                    answer -> answer.contains(copied));
            assertThat(commands.run("status", "--name", "prod").output()).containsPattern("processing +Enabled");
            assertThat(run("env", "b", "--name", "prod")).isZero();
            assertThat(out.toString()).contains("SOURCE_BUCKET='" + prod.sourceBucket() + "'");
        }
        assertThat(run("env", "b", "--name", "test")).isNotZero();
        assertThat(err.toString()).contains("No deployment test is up, only ", "prod", "bin/sandbox up -c name=test");

        assertThat(run("up", "-c", "name=prod")).isZero();
        assertThat(out.toString()).doesNotContain("deploying");
    }

    /** Whether a put with a tag is to be allowed by the outputs as they are now, and is. */
    private String tagging() {
        try (Sandbox now = Sandbox.attach(sandbox.directory())) {
            return SandboxAccess.check(now).stream()
                    .filter(attempt -> attempt.access().endsWith("PutObject with a tag"))
                    .map(attempt -> attempt.expected() + " " + attempt.happened())
                    .collect(Collectors.joining());
        }
    }

    @Test
    void demoShowsEveryObjectAndEveryRefusal() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.createDirectory(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/日本.json"), "{}");

        assertThat(run("demo", folder.toString())).as(() -> out + "\n" + err).isZero();

        assertThat(out.toString())
                .containsPattern("/a.txt +1 +\\d+ ms +identical\n")
                .containsPattern("/deep/日本.json +2 +\\d+ ms +identical\n")
                .doesNotContain(sandbox.externalId());
        String attempts = out.toString()
                .lines()
                .filter(line -> line.matches("[1-9]\\d+ attempts, 0 not as expected; 0 not tried\\."))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(Checkout.current().root().resolve("README.md")))
                .contains(attempts);
        assertThat(new Buckets(sandbox).target().keys(AccessCheck.PREFIX)).isEmpty();
        assertThat(sandbox.source().iam().listUsers().users())
                .noneMatch(user -> user.userName().startsWith("without-policies-"));
    }

    @Test
    void whatAScriptWouldReadComesAsJson() throws IOException {
        assertThat(run("env", "b", "--json")).isZero();
        assertThat(JSON.std.mapFrom(out.toString())).containsEntry("AWS_ACCESS_KEY_ID", Emulator.SOURCE_ACCOUNT);
    }

    @Test
    void invokeAnswersWithTheFunctionsOwnAnswer() {
        Path events = Checkout.current().root().resolve("events");

        assertThat(run("invoke", events.resolve("sqs-s3-put.json").toString())).isZero();
        assertThat(out).hasToString("{\"batchItemFailures\":[]}\n");
    }

    @Test
    void envLetsAnyProgramActAsTheAdministratorOfEitherAccount() {
        for (Map.Entry<String, String> account : Map.of("a", Emulator.TARGET_ACCOUNT, "b", Emulator.SOURCE_ACCOUNT)
                .entrySet()) {
            assertThat(run("env", account.getKey())).isZero();
            List<String> seen = new ArrayList<>();
            new ExternalCommand(
                            folder,
                            "bash",
                            "-c",
                            out + "\necho $AWS_ACCESS_KEY_ID; curl -sS --fail --cacert \"$AWS_CA_BUNDLE\" "
                                    + "-o /dev/null \"$AWS_ENDPOINT_URL/_ministack/health\" && echo reached")
                    .run(seen::add);
            assertThat(seen).containsExactly(account.getValue(), "reached");
            assertThat(out.toString()).doesNotContain(sandbox.externalId());
        }
    }

    @Test
    void logsShowsWhatTheFunctionSaid() {
        assertThat(run("logs")).isZero();
        assertThat(out.toString()).contains("s3:TestEvent");
    }

    @Test
    void anEmulatorThatDoesNotStartIsNamedWithWhatItSaid() {
        SetupException thrown = catchThrowableOfType(
                SetupException.class,
                () -> Emulator.start(
                        folder, Map.of("PYTHONHOME", folder.resolve("none").toString())));

        ErrorPage.holds(
                "The emulator does not start", String.valueOf(thrown.getMessage()), Map.of(folder.toString(), "STATE"));
    }

    @Test
    void aDeploymentThatIsRefusedIsNamedWithWhatTheCdkSaid() {
        SetupException thrown = catchThrowableOfType(
                SetupException.class,
                () -> cdk().deploy(
                                sandbox.target(),
                                List.of("--app", "build/cdk-app", "-c", "source.account=12345"),
                                line -> {}));

        String said = String.valueOf(thrown.getMessage());
        assertThat(said).contains("source.account", "12345");
        ErrorPage.holds("The deployment is refused", said, Map.of(folder.toString(), "STATE"));
    }

    private CdkCommandLine cdk() {
        return new CdkCommandLine(
                Checkout.current(),
                new StateDirectory(folder),
                sandbox.emulator().address(),
                sandbox.strict(),
                GeneratedExternalId.random());
    }

    @Test
    void anEventOfNoKnownShapeIsNamedAndInvokeEndsWith1() throws IOException {
        Path event = Files.writeString(folder.resolve("event.json"), "{\"my\": \"event\"}");
        assertThat(run("invoke", event.toString())).isEqualTo(1);
        holds("The function gets an event that it does not know", out.toString());
        assertThat(out.toString()).contains("UnrecognisedEventException");
    }

    @Test
    void anEventOfAnotherBucketIsNamed() throws IOException {
        holds(
                "The function gets an event of another bucket",
                sandbox.invoke("""
                    {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
                      "eventTime": "2026-01-31T10:00:00.000Z",
                      "s3": {"bucket": {"name": "some-other-bucket"}, "object": {"key": "key", "size": 7}}}]}
                    """).payload().asUtf8String());
    }

    private void holds(String situation, String answer) throws IOException {
        Object message = JSON.std.mapFrom(answer).get("errorMessage");
        assertThat(message).as(answer).isNotNull();
        ErrorPage.holds(
                situation,
                String.valueOf(message).replaceAll("delivery [0-9a-f-]{36}", "delivery ID"),
                Map.of(sandbox.sourceBucket(), "SOURCE"));
    }

    @Test
    void theExternalIdIsInNoLogAndNoOtherFileOfTheSandbox() throws IOException {
        Buckets buckets = new Buckets(sandbox);
        buckets.source().put("secrecy", "copied");
        buckets.arrived("secrecy");
        SandboxAccess.check(sandbox);

        Secrets secrets = new Secrets();
        secrets.add(sandbox.externalId());
        assertThat(secrets.filesThatHoldOne(sandbox.stateDirectory()))
                .extracting(file -> sandbox.stateDirectory().relativize(file).toString())
                .containsExactly("external-id");
        assertThat(Files.getPosixFilePermissions(sandbox.stateDirectory()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.readString(sandbox.functionLog())).contains("\"sourceKey\":\"secrecy\"");
    }

    @Test
    void theExternalIdIsInNoOutputAndNoParameterOfTheStacks() {
        for (Account account : List.of(sandbox.target(), sandbox.source())) {
            List<Stack> stacks = account.cloudFormation().describeStacks().stacks();
            assertThat(stacks).isNotEmpty();
            for (Stack stack : stacks) {
                assertThat(stack.outputs())
                        .extracting(Output::outputValue)
                        .noneMatch(value -> value.contains(sandbox.externalId()));
                assertThat(stack.toString()).doesNotContain(sandbox.externalId());
                assertThat(account.cloudFormation()
                                .getTemplate(request -> request.stackName(stack.stackName()))
                                .templateBody())
                        .doesNotContain(sandbox.externalId());
            }
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--state", sandbox.stateDirectory().toString()));
        out.getBuffer().setLength(0);
        return SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
