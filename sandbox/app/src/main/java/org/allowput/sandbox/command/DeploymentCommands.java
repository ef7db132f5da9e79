package org.allowput.sandbox.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.ops.access.AccessReport;
import org.allowput.ops.cli.Output;
import org.allowput.ops.event.EventOptions;
import org.allowput.ops.reconcile.ReconcileOptions;
import org.allowput.ops.redrive.RedriveOptions;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * The commands that use what is deployed. Those with the names of commands of {@code bin} do in the sandbox's accounts
 * what operators do on AWS.
 */
final class DeploymentCommands {
    private DeploymentCommands() {}

    @Command(
            name = "event",
            description = "Prints a test event for an object of the source bucket, for bin/sandbox invoke.",
            footer = {
                "",
                "bin/event does the same on AWS: docs/commands.md#event.",
                "Examples:",
                "  bin/sandbox event --key in/a.csv",
                "  bin/sandbox event --key in/a.csv --kind sqs"
            })
    static int event(@Mixin StateOption state, @Mixin EventOptions event, @Mixin Output output) {
        try (Sandbox sandbox = state.attach()) {
            return event.run(sandbox.sourceStack(), output);
        }
    }

    @Command(
            name = "invoke",
            description = "Invokes the function with the event in a file (see events/) and prints its own answer.",
            exitCodeList = "1:The function ended with an error.",
            footer = {"", "Examples:", "  bin/sandbox invoke events/sqs-s3-put.json"})
    static int invoke(@Mixin StateOption state, @Parameters(paramLabel = "EVENTFILE", description = "JSON.") Path file)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SandboxException(file + " is not a file: name one that holds an event as JSON.");
        }
        String event = Files.readString(file);
        try (Sandbox sandbox = state.attach()) {
            InvokeResponse answer = sandbox.invoke(event);
            state.out().println(answer.payload().asUtf8String());
            return answer.functionError() == null ? 0 : 1;
        }
    }

    @Command(
            name = "logs",
            description = "Prints what the function logged, as JSON but for the lines that Lambda adds.",
            footer = {"", "Examples:", "  bin/sandbox logs", "  bin/sandbox logs --follow"})
    static int logs(
            @Mixin StateOption state,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on with what it logs from now, until Ctrl-C.")
                    boolean follow)
            throws InterruptedException {
        Path log = state.directory().functionLog();
        if (!Files.exists(log)) {
            throw new SandboxException("There is no log yet. Start the sandbox: bin/sandbox up");
        }
        GrowingFile lines = new GrowingFile(log);
        do {
            lines.newLines().forEach(state.out()::println);
            state.out().flush();
            TimeUnit.MILLISECONDS.sleep(follow ? 200 : 0);
        } while (follow);
        return 0;
    }

    /** The account whose administrator is meant. */
    enum Side {
        A,
        B
    }

    @Command(
            name = "env",
            description = "Prints what to export so that the AWS CLI or any SDK talks to the sandbox as A's or B's"
                    + " administrator.",
            footer = {
                "",
                "Examples:",
                "  eval \"$(bin/sandbox env b)\" && aws s3 ls",
                "  bin/sandbox env a --json    an object of names and values"
            })
    static int env(
            @Mixin StateOption state,
            @Mixin Output output,
            @Parameters(paramLabel = "a|b", description = "a: the target account. b: the source account.") Side side) {
        try (Sandbox sandbox = state.attach()) {
            Map<String, String> variables = variables(sandbox, side == Side.A ? sandbox.target() : sandbox.source());
            if (output.isJson()) {
                output.print(variables);
                return 0;
            }
            PrintWriter out = state.out();
            out.println("unset AWS_PROFILE AWS_SESSION_TOKEN");
            variables.forEach(
                    (name, value) -> out.println("export " + name + "='" + value.replace("'", "'\\''") + "'"));
            return 0;
        }
    }

    private static Map<String, String> variables(Sandbox sandbox, Account account) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", account.endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_S3", sandbox.strict().toString());
        variables.put("AWS_ENDPOINT_URL_STS", sandbox.strict().toString());
        variables.put("AWS_CA_BUNDLE", sandbox.emulator().caBundle().toString());
        variables.put("AWS_ACCESS_KEY_ID", account.id());
        variables.put("AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET);
        variables.put("AWS_REGION", account.region().id());
        variables.put("AWS_DEFAULT_REGION", account.region().id());
        variables.put("SOURCE_BUCKET", sandbox.sourceBucket());
        variables.put("TARGET_BUCKET", sandbox.targetBucket());
        variables.put("TARGET_ROLE_ARN", sandbox.roleArn());
        return variables;
    }

    @Command(
            name = "redrive",
            description =
                    "Moves the messages of the dead-letter queue back to the queue and prints how many were moved.",
            footer = {
                "",
                "bin/redrive does the same on AWS: docs/commands.md#redrive.",
                "Examples:",
                "  bin/sandbox redrive",
                "  bin/sandbox redrive --json    {\"moved\": messages}"
            })
    static int redrive(@Mixin StateOption state, @Mixin RedriveOptions redrive, @Mixin Output output) {
        try (Sandbox sandbox = state.attach()) {
            return redrive.run(sandbox.sourceStack(), output);
        }
    }

    @Command(
            name = "reconcile",
            description = "Compares the source bucket with the receipts of what was copied and lists what is missing or"
                    + " stale.",
            exitCodeList = "1:Something is missing or stale, whether a message was sent for it or not.",
            footer = {
                "",
                "bin/reconcile does the same on AWS: docs/commands.md#reconcile.",
                "Examples:",
                "  bin/sandbox reconcile --grace 0s",
                "  bin/sandbox reconcile --grace 0s --requeue --yes"
            })
    static int reconcile(@Mixin StateOption state, @Mixin ReconcileOptions reconcile, @Mixin Output output) {
        try (Sandbox sandbox = state.attach()) {
            return reconcile.run(sandbox.sourceStack(), output);
        }
    }

    @Command(
            name = "check-access",
            description =
                    "Tries what the role of account A allows and what it has to deny, and removes what it created.",
            exitCodeList = "1:An answer is not the expected one.",
            footer = {
                "",
                "bin/check-access does the same on AWS.",
                "Examples:",
                "  bin/sandbox check-access",
                "  bin/sandbox check-access --json    {\"who\", \"action\", \"expected\", \"happened\", \"asExpected\"}"
            })
    static int checkAccess(@Mixin StateOption state, @Mixin Output output) {
        try (Sandbox sandbox = state.attach()) {
            return new AccessReport(SandboxAccess.check(sandbox)).print(output);
        }
    }
}
