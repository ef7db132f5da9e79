package org.allowput.sandbox;

import java.util.List;
import java.util.concurrent.Callable;
import org.allowput.sandbox.access.Attempt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

@Command(
        name = "check-access",
        description = "Tries what the role is for and what has to be refused, and undoes it.",
        footer = {
            "",
            "bin/check-access does the same against AWS, or any endpoint that AWS_ENDPOINT_URL names, by profiles of"
                    + " the AWS CLI:",
            "  EXTERNAL_ID=... bin/check-access --source-profile b --target-profile a",
            "  EXTERNAL_ID=... bin/check-access --source-profile b --role-arn ARN --bucket NAME --other-bucket NAME",
            "Ends with 1 when an answer is not the expected one."
        })
final class CheckAccessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @ArgGroup(exclusive = false, heading = "Not in the sandbox:%n")
    private @Nullable ProfileAccess profiles;

    @Override
    public Integer call() {
        var attempts = profiles == null ? inSandbox() : byProfiles(profiles);
        Demo.print(attempts, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return attempts.stream().allMatch(Attempt::asExpected) ? 0 : 1;
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
            throw new SandboxException("The check could not be made: " + e.getMessage(), e);
        }
    }
}
