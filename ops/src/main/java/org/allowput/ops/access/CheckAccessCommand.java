package org.allowput.ops.access;

import java.util.List;
import java.util.concurrent.Callable;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check-access",
        description =
                "Tries what the role of account A allows and what it has to deny, against AWS or the endpoint that"
                        + " AWS_ENDPOINT_URL names, and removes what it created.",
        exitCodeList = "1:An answer is not the expected one.",
        footer = {
            "",
            "Examples:",
            "  EXTERNAL_ID=… bin/check-access --source-profile b --target-profile a",
            "  EXTERNAL_ID=… bin/check-access --source-profile b --role-arn R --bucket X --other-bucket Y",
            "  EXTERNAL_ID=… bin/check-access --source-profile b --target-profile a --json",
        })
public final class CheckAccessCommand implements Callable<Integer> {
    @Mixin
    private ProfileAccess access = new ProfileAccess();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<Attempt> attempts = access.check(System.getenv(), output.errorWriter());
        return new AccessReport(attempts).print(output);
    }
}
