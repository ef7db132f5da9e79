package org.allowput.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.sandbox.access.Attempt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.core.exception.SdkException;

@Command(
        name = "check-access",
        description = "Tries what the role is for and what has to be refused, and undoes it.",
        exitCodeList = "1:An answer is not the expected one.",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox check-access",
            "  bin/sandbox check-access --json    {\"who\", \"action\", \"expected\", \"happened\", \"asExpected\"}",
            "bin/check-access does the same against AWS, or any endpoint that AWS_ENDPOINT_URL names, by profiles of"
                    + " the AWS CLI:",
            "  EXTERNAL_ID=... bin/check-access --source-profile b --target-profile a",
            "  EXTERNAL_ID=... bin/check-access --source-profile b --role-arn ARN --bucket NAME --other-bucket NAME"
        })
final class CheckAccessCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @ArgGroup(exclusive = false, heading = "Not in the sandbox:%n")
    private @Nullable ProfileAccess profiles;

    @Override
    public Integer call() {
        var attempts = profiles == null ? inSandbox() : byProfiles(profiles);
        var out = output.writer();
        if (output.isJson()) {
            attempts.forEach(attempt -> output.print(fields(attempt)));
        } else {
            Demo.print(attempts, out);
            out.flush();
        }
        return attempts.stream().allMatch(Attempt::asExpected) ? 0 : 1;
    }

    private static Map<String, Object> fields(Attempt attempt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("who", attempt.who());
        fields.put("action", attempt.action());
        fields.put("expected", attempt.expected().toString());
        fields.put("happened", attempt.happened().toString());
        fields.put("asExpected", attempt.asExpected());
        return fields;
    }

    private List<Attempt> inSandbox() {
        try (var sandbox = state.attach()) {
            return SandboxAccess.check(sandbox);
        }
    }

    private static List<Attempt> byProfiles(ProfileAccess access) {
        try {
            return access.check(System.getenv());
        } catch (SdkException e) {
            throw new SandboxException(
                    "The check could not be made: " + e.getMessage()
                            + "\n"
                            + "See to it that the profiles work (aws sts get-caller-identity --profile NAME), and run"
                            + " this again.",
                    e);
        }
    }
}
