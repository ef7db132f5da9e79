package org.allowput.ops.access;

import java.util.List;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check-access",
        description =
                "Tries what the role of account A allows and what it has to deny, against AWS or the endpoint that"
                    + " AWS_ENDPOINT_URL names, and removes what it created. It asks for the ExternalId, or reads it"
                    + " from standard input or the variable EXTERNAL_ID.",
        exitCodeList = "1:An answer is not the expected one.",
        footer = {
            "",
            "Examples:",
            "  bin/check-access --source-profile b --target-profile a",
            "  bin/check-access --source-profile b --grant \"$GRANT\" --other-bucket Y",
            "  bin/check-access --source-profile b --target-profile a --json <file-with-the-external-id",
        })
public final class CheckAccessCommand implements OperatorCommand {
    @Mixin
    private ProfileAccess access = new ProfileAccess();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<Attempt> attempts = access.check(() -> ExternalIdInput.read(System.getenv()), output.errorWriter());
        return new AccessReport(attempts).print(output);
    }
}
