package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.emulator.Account;
import org.allowput.ops.cli.Output;
import org.allowput.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
final class EnvCommand implements Callable<Integer> {
    /** The account whose administrator is meant. */
    enum Side {
        A,
        B
    }

    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "a|b", description = "a: the target account. b: the source account.")
    private Side side = Side.B;

    @Override
    public Integer call() {
        try (Sandbox sandbox = state.attach()) {
            PrintWriter out = output.writer();
            if (output.isJson()) {
                output.print(variables(sandbox));
                return 0;
            }
            out.println("unset AWS_PROFILE AWS_SESSION_TOKEN");
            variables(sandbox).forEach((name, value) -> out.println("export " + name + "=" + quoted(value)));
            return 0;
        }
    }

    private Map<String, String> variables(Sandbox sandbox) {
        Account account = switch (side) {
            case A -> sandbox.target();
            case B -> sandbox.source();
        };
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", account.endpoint().toString());
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

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
