package org.allowput.sandbox.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.emulator.local.SetupException;
import org.allowput.ops.cli.Output;
import org.allowput.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

final class DeploymentCommands {
    private DeploymentCommands() {}

    @Command(
            name = "invoke",
            description = "Invokes the function with the event in a file (see events/) and prints its own answer.",
            exitCodeList = "1:The function ended with an error.",
            footer = {"", "Examples:", "  bin/sandbox invoke events/sqs-s3-put.json"})
    static int invoke(
            @Mixin StateOption state,
            @Mixin StateOption.DeploymentName deployment,
            @Parameters(paramLabel = "EVENTFILE", description = "JSON.") Path file)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SetupException(file + " is not a file: name one that holds an event as JSON.");
        }
        String event = Files.readString(file);
        try (Sandbox sandbox = deployment.attach(state)) {
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
            throw new SetupException("There is no log yet. Start the sandbox: bin/sandbox up");
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
            description = "Prints what to export so that the AWS CLI, any SDK and the other commands of bin talk to the"
                    + " sandbox as A's or B's administrator.",
            footer = {
                "",
                "Examples:",
                "  eval \"$(bin/sandbox env b)\" && aws s3 cp pom.xml s3://$SOURCE_BUCKET/ && bin/status",
                "  bin/sandbox env a --json    an object of names and values",
                "  bin/sandbox env b --name prod"
            })
    static int env(
            @Mixin StateOption state,
            @Mixin StateOption.DeploymentName deployment,
            @Mixin Output output,
            @Parameters(paramLabel = "a|b", description = "a: the target account. b: the source account.") Side side) {
        try (Sandbox sandbox = deployment.attach(state)) {
            Map<String, String> variables = variables(sandbox, side == Side.A ? sandbox.target() : sandbox.source());
            if (output.isJson()) {
                output.print(variables);
                return 0;
            }
            PrintWriter out = state.out();
            out.println("unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN");
            variables.forEach(
                    (name, value) -> out.println("export " + name + "='" + value.replace("'", "'\\''") + "'"));
            return 0;
        }
    }

    private static Map<String, String> variables(Sandbox sandbox, Account account) {
        Map<String, String> variables = sandbox.emulator().address().variables(account);
        variables.put("AWS_ENDPOINT_URL_S3", sandbox.strict().toString());
        variables.put("AWS_ENDPOINT_URL_STS", sandbox.strict().toString());
        variables.put("SOURCE_BUCKET", sandbox.sourceBucket());
        variables.put("TARGET_BUCKET", sandbox.targetBucket());
        variables.put("TARGET_ROLE_ARN", sandbox.roleArn());
        return variables;
    }
}
